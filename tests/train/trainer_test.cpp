// Both trainers on tiny sizes: they learn, accumulate exactly, and go on after a stop as if there
// had been none.
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "base/error.h"
#include "train/tiny.h"

namespace duo::test {
namespace {

using train::RunOptions;
using train::TrainProgress;
using train::VarTrainer;
using train::VqVaeTrainer;

std::vector<double> losses(train::Trainer& trainer, int steps, double rate) {
    std::vector<double> made;
    for (int i = 0; i < steps; ++i) made.push_back(trainer.step(rate, 0.5).loss);
    return made;
}

TEST(VqVaeTrainer, LearnsFourPictures) {
    auto options = tinyVqVaeOptions();
    options.freeSteps = 20;
    options.flips = false;
    VqVaeTrainer trainer(options, tinyPictures());
    const std::vector<double> made = losses(trainer, 150, 3e-3);
    EXPECT_LT(made.back(), 0.5 * made.front());
    EXPECT_EQ(trainer.sheet().sizes(), (std::vector<std::int64_t>{32, 64, 3}));
}

// bf16 keeps 8 bits, so a loss may move in its third digit; the quantiser itself stays fp32.
TEST(VqVaeTrainer, TrainsInBFloat16CloseToFp32) {
    auto options = tinyVqVaeOptions();
    options.precision = train::TrainingPrecision::Float32;
    VqVaeTrainer exact(options, tinyPictures());
    options.precision = train::TrainingPrecision::BFloat16;
    VqVaeTrainer rounded(options, tinyPictures());
    const double wanted = exact.step(1e-3, 0.5).loss, made = rounded.step(1e-3, 0.5).loss;
    EXPECT_NEAR(made, wanted, 0.03 * wanted);
    EXPECT_NE(made, wanted);  // it did compute otherwise
}

TEST(VarTrainer, LearnsFourTokenMaps) {
    VarTrainer trainer(tinyVarOptions(), tinyTokens());
    const std::vector<double> made = losses(trainer, 120, 5e-3);
    EXPECT_NEAR(made.front(), std::log(16.0), 0.5);  // begins as unsure as it can be
    EXPECT_LT(made.back(), 0.5 * made.front());
}

TEST(VarTrainer, BeginsOnTheFirstScales) {
    auto options = tinyVarOptions();
    options.firstScales = 2;
    options.firstShare = 0.4;
    VarTrainer trainer(options, tinyTokens());
    const auto early = trainer.step(1e-3, 0.1), late = trainer.step(1e-3, 0.5);
    ASSERT_EQ(early.parts.back().first, "scale_3");
    EXPECT_TRUE(std::isnan(early.parts.back().second));
    EXPECT_GT(late.parts.back().second, 0);
}

TEST(VqVaeTrainer, AccumulationEqualsTheLargeBatch) {
    auto whole = tinyVqVaeOptions(), parts = tinyVqVaeOptions();
    whole.freeSteps = parts.freeSteps = 100;
    whole.cropSide = parts.cropSide = 0;
    parts.batch = 1;
    parts.accumulation = 4;
    VqVaeTrainer first(whole, tinyPictures()), second(parts, tinyPictures());
    EXPECT_NEAR(losses(first, 1, 1e-3)[0], losses(second, 1, 1e-3)[0], 1e-5);
    // Adam's first step is the sign of the gradient: equal where the gradients are
    EXPECT_LT(largestDifference(first.model().parameters(), second.model().parameters()), 2e-3);
    const std::vector<double> a = losses(first, 4, 1e-3), b = losses(second, 4, 1e-3);
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-3 * a[i]);
}

TEST(VarTrainer, AccumulationEqualsTheLargeBatch) {
    auto whole = tinyVarOptions(), parts = tinyVarOptions();
    parts.batch = 2;
    parts.accumulation = 2;
    VarTrainer first(whole, tinyTokens()), second(parts, tinyTokens());
    const std::vector<double> a = losses(first, 5, 1e-3), b = losses(second, 5, 1e-3);
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-4 * a[i]);
}

struct Log {
    std::vector<double> losses;
    train::TrainCallbacks callbacks() {
        train::TrainCallbacks made;
        made.progress = [this](const TrainProgress& progress) { losses.push_back(progress.loss); };
        return made;
    }
};

RunOptions shortRun(const std::string& folder) {
    RunOptions options;
    options.folder = folder;
    options.steps = 12;
    options.learningRate = 1e-3;
    options.warmupSteps = 3;
    options.reportEvery = 1;
    options.threads = 1;
    return options;
}

// Trains once without a break, and once stopped after five steps and gone on by a new trainer.
template <typename MakeTrainer>
void expectSameAfterResume(MakeTrainer make) {
    const ScratchFolder folder;
    Log unbroken, broken;
    const auto first = make();
    train::runTraining(*first, shortRun(folder / "unbroken"), unbroken.callbacks(), {});

    std::stop_source stop;
    train::TrainCallbacks callbacks = broken.callbacks();
    callbacks.progress = [&, record = callbacks.progress](const TrainProgress& progress) {
        record(progress);
        if (progress.step == 5) stop.request_stop();
    };
    const auto before = make();
    const train::RunOutcome stopped =
        train::runTraining(*before, shortRun(folder / "broken"), callbacks, stop.get_token());
    EXPECT_EQ(stopped.step, 5);
    EXPECT_FALSE(stopped.finished);
    const auto after = make();
    const train::RunOutcome ended =
        train::runTraining(*after, shortRun(folder / "broken"), broken.callbacks(), {});
    EXPECT_EQ(ended.step, 12);
    EXPECT_TRUE(ended.finished);

    EXPECT_EQ(broken.losses, unbroken.losses);  // bit for bit
    EXPECT_EQ(largestDifference(first->model().parameters(), after->model().parameters()), 0.0);
    std::ifstream log(folder / "broken/log.csv");
    std::string line;
    int rows = 0;
    while (std::getline(log, line)) ++rows;
    EXPECT_EQ(rows, 13);  // the heading and one row a step, none twice
}

TEST(TrainingRun, VqVaeGoesOnBitForBit) {
    expectSameAfterResume(
        [] { return std::make_unique<VqVaeTrainer>(tinyVqVaeOptions(), tinyPictures()); });
}

TEST(TrainingRun, VarGoesOnBitForBit) {
    expectSameAfterResume([] {
        auto options = tinyVarOptions();
        options.conditionDrop = 0.3;
        return std::make_unique<VarTrainer>(options, tinyTokens());
    });
}

TEST(TrainingRun, RefusesAnotherRunsFolder) {
    const ScratchFolder folder;
    VqVaeTrainer vqvae(tinyVqVaeOptions(), tinyPictures());
    VarTrainer var(tinyVarOptions(), tinyTokens());
    RunOptions options = shortRun(folder.path());
    options.steps = 1;
    train::runTraining(vqvae, options, {}, {});
    EXPECT_THROW(train::runTraining(var, options, {}, {}), Error);
    options.steps = 0;
    EXPECT_THROW(train::runTraining(vqvae, options, {}, {}), Error);  // no end given
}

TEST(TrainingRun, RateWarmsUpThenFalls) {
    RunOptions options;
    options.learningRate = 1;
    options.warmupSteps = 10;
    options.finalRateShare = 0.1;
    EXPECT_NEAR(train::learningRateAt(options, 0, 0), 0.1, 1e-9);
    EXPECT_NEAR(train::learningRateAt(options, 9, 0), 1, 1e-9);
    EXPECT_NEAR(train::learningRateAt(options, 50, 0.5), 0.55, 1e-9);
    EXPECT_NEAR(train::learningRateAt(options, 99, 1), 0.1, 1e-9);
}

}  // namespace
}  // namespace duo::test
