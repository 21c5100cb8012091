// Whole generations against the published code: greedy logits and tokens, then its random stream at
// every split, for every picture of the batch.
#include <gtest/gtest.h>

#include "decode/published_support.h"
#include "support/published_stream.h"

namespace duo::test {
namespace {

constexpr double kTolerance = 1e-4;  // of the largest magnitude
// A mixture multiplies what rounding does to a logit by (1 + ratio) / tau, 148 at the last scale.
constexpr double kSmoothTolerance = 2e-3;
const std::vector<int> kLabels{3, 7, kNoClass};

// Greedy decoding does not draw, so both kinds of draws must agree with the published tokens.
class Greedy : public testing::TestWithParam<RngKind> {};
INSTANTIATE_TEST_SUITE_P(, Greedy, testing::Values(RngKind::Counter, RngKind::Published),
                         [](const auto& info) {
                             return info.param == RngKind::Counter ? "counter" : "reference";
                         });

TEST_P(Greedy, PlainVar) {
    const Fixture fixture("var");
    for (const std::string name : {"drafter", "refiner", "shared"}) {
        SCOPED_TRACE(name);
        ModelFamily family = sixScaleFamily();
        if (name == "shared") family.drafter = livelyShared();
        const DecodePlan plan = planOf(fixture, "settings.", 6, name == "refiner" ? 0 : 6);
        Recorder recorder;
        const TokenPyramid pyramid =
            decodeTokens(family, batchOf(plan, kLabels, GetParam()), recorder, {});
        const std::string key = name + ".greedy.";
        EXPECT_TRUE(at::equal(pyramid.allTokens(), fixture[key + "tokens"]));
        EXPECT_LT(relativeError(everyEighth(recorder.allLogits()), fixture[key + "logits"]),
                  kTolerance);
        EXPECT_LT(relativeError(pyramid.latent(), fixture[key + "f_hat"]), kTolerance);
        if (name == "refiner") continue;  // one picture a VQ-VAE would do; decoding takes seconds
        const at::Tensor picture = family.vqvae->decode(pyramid.latent());
        EXPECT_LT(relativeError(partOf(picture), fixture[key + "picture"]), kTolerance);
    }
}

TEST_P(Greedy, CollaborativeAtEverySplit) {
    const Fixture fixture("var");
    for (int split = 0; split <= 6; ++split) {
        const std::string key = "code.greedy.split" + std::to_string(split) + ".";
        SCOPED_TRACE(key);
        const DecodePlan plan = planOf(fixture, "settings.", 6, split);
        Recorder recorder;
        const TokenPyramid pyramid =
            decodeTokens(sixScaleFamily(), batchOf(plan, kLabels, GetParam()), recorder, {});
        EXPECT_TRUE(at::equal(pyramid.allTokens(), fixture[key + "tokens"]));
        if (split != 3) continue;
        EXPECT_LT(relativeError(everyEighth(recorder.allLogits()), fixture[key + "logits"]),
                  kTolerance);
        const at::Tensor picture = livelyVqVae()->decode(pyramid.latent());
        EXPECT_LT(relativeError(partOf(picture), fixture[key + "picture"]), kTolerance);
    }
}

TEST_P(Greedy, TenScales) {
    const Fixture fixture("ten_scales");
    for (const int split : {10, 6}) {
        const std::string key = "greedy.split" + std::to_string(split) + ".";
        SCOPED_TRACE(key);
        Recorder recorder;
        const TokenPyramid pyramid =
            decodeTokens(tenScaleFamily(),
                         batchOf(plainPlan(10, split, greedy()), {1, 5}, GetParam()), recorder, {});
        EXPECT_TRUE(at::equal(pyramid.allTokens(), fixture[key + "tokens"]));
        const at::Tensor some = everyEighth(recorder.allLogits().slice(1, 0, at::nullopt, 17));
        EXPECT_LT(relativeError(some, fixture[key + "logits"]), kTolerance);
        for (int scale = 0; scale < 10; ++scale) {
            EXPECT_NEAR(recorder.logits[scale].mean().item<double>(),
                        fixture[key + "logits_mean"][scale].item<double>(), 1e-3);
            EXPECT_NEAR(recorder.logits[scale].std().item<double>(),
                        fixture[key + "logits_std"][scale].item<double>(), 1e-3);
        }
        const at::Tensor latent = pyramid.latent().slice(2, 0, at::nullopt, 3);
        EXPECT_LT(relativeError(latent.slice(3, 0, at::nullopt, 3), fixture[key + "f_hat"]),
                  kTolerance);
    }
}

class PublishedStream : public testing::Test {
  protected:
    void SetUp() override { SKIP_WITHOUT_PUBLISHED_STREAM(); }

    // Decodes with the published draws and compares tokens and, since that takes seconds, the
    // picture where it is wanted.
    Recorder expectSame(const DecodePlan& plan, double seed, bool smooth, bool picture,
                        const std::string& key) {
        DecodeBatch batch = seeded(plan, kLabels, RngKind::Published, seed);
        batch.smooth = smooth;
        Recorder recorder;
        const TokenPyramid pyramid = decodeTokens(sixScaleFamily(), batch, recorder, {});
        EXPECT_TRUE(at::equal(pyramid.allTokens(), fixture[key + ".tokens"]));
        if (picture) {
            EXPECT_LT(relativeError(partOf(livelyVqVae()->decode(pyramid.latent())),
                                    fixture[key + ".picture"]),
                      smooth ? kSmoothTolerance : kTolerance);
        }
        return recorder;
    }
    DecodePlan codePlan(int split) const {
        DecodePlan plan = planOf(fixture, "code.settings.", 6, split);
        setTemperatures(plan, fixture["code.settings.temp"]);
        return plan;
    }

    Fixture fixture{"generation"};
};

TEST_F(PublishedStream, PlainVar) {
    const DecodePlan plan = planOf(fixture, "var.settings.", 6, 6);
    const Recorder recorder =
        expectSame(plan, fixture.number("var.settings.seed"), false, true, "var");
    EXPECT_LT(relativeError(everyEighth(recorder.allLogits()), fixture["var.logits"]), kTolerance);
    expectSame(plan, fixture.number("var.settings.seed"), true, false, "var.smooth");
}

TEST_F(PublishedStream, CollaborativeAtEverySplit) {
    for (int split = 0; split <= 6; ++split) {
        const std::string key = "code.split" + std::to_string(split);
        SCOPED_TRACE(key);
        const Recorder recorder = expectSame(codePlan(split), fixture.number("code.settings.seed"),
                                             false, split == 3, key);
        if (split != 3) continue;
        EXPECT_LT(relativeError(everyEighth(recorder.allLogits()), fixture[key + ".logits"]),
                  kTolerance);
    }
}

TEST_F(PublishedStream, SmoothMixtures) {
    for (const int split : {2, 4}) {
        const std::string key = "code.smooth.split" + std::to_string(split);
        SCOPED_TRACE(key);
        expectSame(codePlan(split), fixture.number("code.settings.seed"), true, true, key);
    }
}

TEST_F(PublishedStream, TenScales) {
    const Fixture ten("ten_scales");
    DecodePlan plan = planOf(ten, "settings.", 10, 8);
    setTemperatures(plan, ten["settings.temp"]);
    Recorder recorder;
    const TokenPyramid pyramid = decodeTokens(
        tenScaleFamily(), seeded(plan, {1, 5}, RngKind::Published, ten.number("settings.seed")),
        recorder, {});
    EXPECT_TRUE(at::equal(pyramid.allTokens(), ten["split8.tokens"]));
    const at::Tensor some = everyEighth(recorder.allLogits().slice(1, 0, at::nullopt, 17));
    EXPECT_LT(relativeError(some, ten["split8.logits"]), kTolerance);
}

}  // namespace
}  // namespace duo::test
