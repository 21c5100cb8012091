// Blocks recomputed in the backward pass: the same gradients in less memory.
#include <gtest/gtest.h>

#include "engine/tensor_memory.h"
#include "train/tiny.h"

namespace duo::test {
namespace {

using train::TrainingPrecision;
using train::VarTrainer;

train::VarTrainerOptions deepOptions(bool recompute) {
    train::VarTrainerOptions options = tinyVarOptions();
    options.geometry = train::demoVarGeometry(8, 32, 2, 2, tinyVqVaeGeometry(), tinySchedule());
    options.batch = 8;
    options.accumulation = 2;
    options.recompute = recompute;
    return options;
}

class Recompute : public testing::TestWithParam<TrainingPrecision> {};

TEST_P(Recompute, TrainsAsWithEverythingKept) {
    auto options = deepOptions(false), anew = deepOptions(true);
    options.precision = anew.precision = GetParam();
    VarTrainer kept(options, tinyTokens()), recomputed(anew, tinyTokens());
    for (int i = 0; i < 4; ++i) {
        const auto a = kept.step(1e-3, 0.5), b = recomputed.step(1e-3, 0.5);
        EXPECT_NEAR(a.loss, b.loss, 1e-6 * a.loss) << i;
        EXPECT_EQ(a.parts.front().first, "gradient_norm");
        EXPECT_NEAR(a.parts.front().second, b.parts.front().second, 1e-6 * a.parts.front().second);
    }
    EXPECT_LT(largestDifference(kept.model().parameters(), recomputed.model().parameters()), 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Precisions, Recompute,
                         testing::Values(TrainingPrecision::Float32, TrainingPrecision::BFloat16));

std::int64_t peakOfAStep(bool recompute) {
    VarTrainer trainer(deepOptions(recompute), tinyTokens());
    trainer.step(1e-3, 0.5);  // encodes the pictures and allocates gradients
    TensorMemory::resetPeak();
    const std::int64_t before = TensorMemory::currentBytes();
    trainer.step(1e-3, 0.5);
    return TensorMemory::peakBytes() - before;
}

TEST(RecomputeMemory, AStepNeedsLessThanHalf) {
    TensorMemory::install();
    const std::int64_t kept = peakOfAStep(false), recomputed = peakOfAStep(true);
    EXPECT_GT(recomputed, 0);
    EXPECT_LT(2 * recomputed, kept) << kept << " bytes kept, " << recomputed << " recomputed";
}

}  // namespace
}  // namespace duo::test
