#include "bench/logit_error.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/lively_family.h"

namespace duo::test {
namespace {

LoadedFamily familyOf(std::shared_ptr<const VarTransformer> drafter,
                      std::shared_ptr<const VarTransformer> refiner) {
    LoadedFamily family;
    family.models = {std::move(drafter), std::move(refiner), livelyVqVae()};
    family.schedule = sixScales();
    family.facts.classes = 10;
    return family;
}

std::shared_ptr<const VarTransformer> int8Var(const char* prefix, const VarGeometry& geometry) {
    return VarTransformer::create(geometry, livelyInt8State(prefix, tensorSpecs(geometry)));
}

BenchCase pairOfTwo() {
    return {3, 2, DecodePlan::published(6, 3)};
}

ExactLogits taught() {
    return exactLogits(familyOf(livelyDrafter(), livelyRefiner()), pairOfTwo(), {}, {});
}

TEST(LogitError, IsWhatItsNameSays) {
    ScalePlan plan;
    plan.guidance = 0;
    // Two tokens of two codes; the second's best code changes.
    const auto logits = [&](std::initializer_list<double> numbers) {
        const at::Tensor raw = at::tensor(std::vector<double>(numbers)).view({1, 2, 2});
        return ScaleLogits(raw, 1, plan, 1, 2);
    };
    const LogitError error = logitError(logits({4, 6, 1, 0}), logits({14, 16, 0, 2}), 2);
    // less their means: (-1, 1, .5, -.5) and (-1, 1, -1, 1)
    EXPECT_NEAR(error.relativeRms, std::sqrt(4.5 / 2.5), 1e-12);
    // of the second token's first code at temperature 2
    const double p = 1 / (1 + std::exp(-0.5)), q = 1 / (1 + std::exp(1.0));
    const double second = p * std::log(p / q) + (1 - p) * std::log((1 - p) / (1 - q));
    EXPECT_NEAR(error.divergence, second / 2, 1e-12);
    EXPECT_EQ(error.sameBest, 0.5);
}

// What a decode saw.
class Recorder final : public DecodeObserver {
  public:
    void scaleDone(const ScaleReport&, const ScaleLogits& logits, const TokenPyramid&) override {
        raw.push_back(logits.raw().to(at::kDouble));
    }
    void handOver(int, ModelRole, ModelRole, std::int64_t) override {}
    std::vector<at::Tensor> raw;
};

TEST(LogitError, IsOfTheLogitsThatADecodeDrawsFrom) {
    const LoadedFamily family = familyOf(livelyDrafter(), livelyRefiner());
    Recorder seen;
    const TokenPyramid drawn =
        decodeTokens(family.models, benchBatch(family, pairOfTwo(), {}), seen, {});
    const ExactLogits exact = taught();
    EXPECT_TRUE(at::equal(exact.idx_BL, drawn.allTokens()));
    ASSERT_EQ(exact.raw_RlV.size(), seen.raw.size());
    for (std::size_t k = 0; k < seen.raw.size(); ++k)
        EXPECT_LT(relativeError(exact.raw_RlV[k], seen.raw[k]), 1e-6) << k;
}

TEST(LogitError, IsNoneOfTheSameFamily) {
    const LogitErrorResult result =
        logitErrors(familyOf(livelyDrafter(), livelyRefiner()), taught(), {});
    ASSERT_EQ(result.scales.size(), 6u);
    for (const LogitErrorResult::Scale& scale : result.scales) {
        EXPECT_EQ(scale.error.relativeRms, 0);
        EXPECT_EQ(scale.error.divergence, 0);
        EXPECT_EQ(scale.error.sameBest, 1);
    }
}

TEST(LogitError, TellsTheModelThatIsOff) {
    const LoadedFamily mixed = familyOf(livelyDrafter(), int8Var("refiner", refinerGeometry()));
    const LogitErrorResult result = logitErrors(mixed, taught(), {});
    for (int k = 0; k < 6; ++k) {
        const LogitErrorResult::Scale& scale = result.scales[k];
        EXPECT_EQ(scale.side, k + 1);
        EXPECT_EQ(scale.tokens, 2 * (k + 1) * (k + 1));
        EXPECT_EQ(scale.model, k < 3 ? ModelRole::Drafter : ModelRole::Refiner);
        EXPECT_EQ(scale.error.relativeRms > 0, k >= 3);
    }
}

TEST(LogitError, OfTheWholeIsTheMeanOverTokens) {
    LogitErrorResult result;
    result.scales = {{1, ModelRole::Drafter, 1, {0.1, 3, 1}},
                     {2, ModelRole::Drafter, 3, {0.2, 1, 0.5}}};
    const LogitError all = result.all();
    EXPECT_DOUBLE_EQ(all.relativeRms, std::sqrt((0.01 + 3 * 0.04) / 4));
    EXPECT_DOUBLE_EQ(all.divergence, 1.5);
    EXPECT_DOUBLE_EQ(all.sameBest, 0.625);
}

// The lively weights sharpen attention far beyond trained ones; a trained family is far closer.
TEST(LogitError, StaysSmallInEveryPrecision) {
    const ExactLogits exact = taught();
    const LogitErrorResult half =
        logitErrors(familyOf(livelyVar("drafter", drafterGeometry(), at::kBFloat16),
                             livelyVar("refiner", refinerGeometry(), at::kBFloat16)),
                    exact, {});
    const LogitErrorResult int8 = logitErrors(
        familyOf(int8Var("drafter", drafterGeometry()), int8Var("refiner", refinerGeometry())),
        exact, {});
    for (const LogitErrorResult& result : {half, int8}) {
        EXPECT_GT(result.all().relativeRms, 1e-3);
        EXPECT_LT(result.all().relativeRms, 0.15);
        EXPECT_GT(result.all().divergence, 0);
        EXPECT_LT(result.all().divergence, 0.2);
        EXPECT_GT(result.all().sameBest, 0.8);
    }
}

}  // namespace
}  // namespace duo::test
