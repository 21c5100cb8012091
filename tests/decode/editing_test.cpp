// Editing: the published inpainting functions at every split, and what a mask must do to tokens and
// latents.
#include <gtest/gtest.h>

#include "decode/published_support.h"
#include "support/published_stream.h"

namespace duo::test {
namespace {

constexpr double kTolerance = 1e-4;  // of the largest magnitude
constexpr int kSide = 96;            // pixels
const std::vector<int> kLabels{3, 7, kNoClass};

at::Tensor sourceTokens() {
    return Fixture("vqvae")["tokens"][0];  // of the first picture/vqvae
}

// 1 where the picture is drawn: rows and columns from … to - 1. -> [96, 96]
at::Tensor rectangle(int top, int bottom, int left, int right) {
    at::Tensor drawn = at::zeros({kSide, kSide});
    drawn.slice(0, top, bottom).slice(1, left, right).fill_(1);
    return drawn;
}

std::shared_ptr<const SourceMix> mixOf(EditMix kind, const at::Tensor& drawn) {
    return std::make_shared<const SourceMix>(kind, livelyVqVae()->quantizer(), sixScales(),
                                             sourceTokens(), drawn);
}

DecodeBatch edited(int split, EditMix kind, const at::Tensor& drawn) {
    DecodeBatch batch = batchOf(plainPlan(6, split, lively()), kLabels, RngKind::Counter);
    batch.mix = mixOf(kind, drawn);
    return batch;
}

TEST(PublishedEditing, LatentMixAtEverySplit) {
    SKIP_WITHOUT_PUBLISHED_STREAM();
    const Fixture fixture("editing");
    for (int split = 0; split <= 6; ++split) {
        SCOPED_TRACE(split);
        DecodePlan plan = planOf(fixture, "settings.", 6, split);
        setTemperatures(plan, fixture["settings.temp"]);
        DecodeBatch batch =
            seeded(plan, kLabels, RngKind::Published, fixture.number("settings.seed"));
        batch.mix = mixOf(EditMix::Latent, rectangle(20, 70, 30, kSide));
        Recorder recorder;
        const TokenPyramid pyramid = decodeTokens(sixScaleFamily(), batch, recorder, {});
        const std::string key = "split" + std::to_string(split) + ".";
        EXPECT_TRUE(at::equal(pyramid.allTokens(), fixture[key + "tokens"]));
        EXPECT_LT(relativeError(pyramid.latent(), fixture[key + "f_hat"]), kTolerance);
        if (split != 3) continue;
        EXPECT_LT(relativeError(everyEighth(recorder.allLogits()), fixture[key + "logits"]),
                  kTolerance);
        EXPECT_LT(relativeError(partOf(livelyVqVae()->decode(pyramid.latent())),
                                fixture[key + "picture"]),
                  kTolerance);
    }
}

TEST(Editing, AMaskThatKeepsAllReturnsTheSource) {
    const at::Tensor none = at::zeros({kSide, kSide});
    for (const int split : {0, 2, 6}) {
        const TokenPyramid codes = decode(sixScaleFamily(), edited(split, EditMix::Codes, none));
        for (int b = 0; b < 3; ++b) EXPECT_TRUE(at::equal(codes.allTokens()[b], sourceTokens()));
        const TokenPyramid latent = decode(sixScaleFamily(), edited(split, EditMix::Latent, none));
        EXPECT_LT(relativeError(latent.latent(), codes.latent()), 1e-5);
    }
}

TEST(Editing, AMaskThatDrawsAllIsPlainGeneration) {
    const at::Tensor all = at::ones({kSide, kSide});
    for (const int split : {0, 2, 6}) {
        const TokenPyramid plain = decode(
            sixScaleFamily(), batchOf(plainPlan(6, split, lively()), kLabels, RngKind::Counter));
        for (const EditMix kind : {EditMix::Codes, EditMix::Latent}) {
            const TokenPyramid found = decode(sixScaleFamily(), edited(split, kind, all));
            EXPECT_TRUE(at::equal(found.allTokens(), plain.allTokens())) << split;
            EXPECT_TRUE(at::equal(found.latent(), plain.latent())) << split;
        }
    }
}

TEST(Editing, KeptCellsHaveTheSourcesCodes) {
    // Cells of 16 pixels at the last scale. Columns 3 to 5, and a bit less than half of column 2.
    const TokenPyramid pyramid =
        decode(sixScaleFamily(), edited(3, EditMix::Codes, rectangle(0, kSide, 41, kSide)));
    const at::Tensor source = sourceTokens().narrow(0, sixScales().offset(5), 36).view({6, 6});
    const at::Tensor last = pyramid.tokens(5).view({3, 6, 6});
    for (int b = 0; b < 3; ++b) {
        EXPECT_TRUE(at::equal(last[b].narrow(1, 0, 3), source.narrow(1, 0, 3)));
        EXPECT_FALSE(at::equal(last[b].narrow(1, 3, 3), source.narrow(1, 3, 3)));
    }
    // The one cell of the first scale is kept, and of the second the left half.
    EXPECT_TRUE(at::equal(pyramid.tokens(0)[0], sourceTokens().narrow(0, 0, 1)));
    EXPECT_TRUE(at::equal(pyramid.tokens(1)[0].view({2, 2}).select(1, 0),
                          sourceTokens().narrow(0, 1, 4).view({2, 2}).select(1, 0)));
    // With the pixel that makes it half, column 2 is drawn.
    const SourceMix half(EditMix::Codes, livelyVqVae()->quantizer(), sixScales(), sourceTokens(),
                         rectangle(0, kSide, 40, kSide));
    const at::Tensor drawn = half.tokens(5, at::full({1, 36}, 95, at::kLong)).view({6, 6});
    EXPECT_TRUE(at::equal(drawn.select(1, 2), at::full({6}, 95, at::kLong)));
    EXPECT_TRUE(at::equal(drawn.select(1, 1), source.select(1, 1)));
}

TEST(Editing, ALatentMixKeepsTheSourcesLatent) {
    const TokenPyramid whole =
        decode(sixScaleFamily(), edited(3, EditMix::Codes, at::zeros({kSide, kSide})));
    const TokenPyramid pyramid =
        decode(sixScaleFamily(), edited(3, EditMix::Latent, rectangle(0, kSide, 48, kSide)));
    EXPECT_LT(relativeError(pyramid.latent().slice(3, 0, 3), whole.latent().slice(3, 0, 3)), 1e-5);
    EXPECT_GT(relativeError(pyramid.latent().slice(3, 3, 6), whole.latent().slice(3, 3, 6)), 0.1);
}

}  // namespace
}  // namespace duo::test
