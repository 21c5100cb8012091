// The pyramid as a value: what it adds up to, and that a copy is a snapshot.
#include "decode/token_pyramid.h"

#include <gtest/gtest.h>

#include "support/fixture.h"
#include "support/lively_family.h"

namespace duo::test {
namespace {

at::Tensor tokensOf(int scale) {
    const ScaleSchedule schedule = sixScales();
    return Fixture("var")["forward.tokens"].narrow(1, schedule.offset(scale),
                                                   schedule.tokens(scale));
}

TokenPyramid filled(int scales) {
    TokenPyramid pyramid(livelyVqVae()->quantizer(), sixScales(), 3, at::kCPU);
    for (int scale = 0; scale < scales; ++scale) pyramid.add(tokensOf(scale));
    return pyramid;
}

TEST(TokenPyramid, AddsUpToWhatTheQuantizerSays) {
    const TokenPyramid pyramid = filled(6);
    std::vector<at::Tensor> tokens;
    for (int scale = 0; scale < 6; ++scale) tokens.push_back(tokensOf(scale));
    const ResidualQuantizer& quantizer = livelyVqVae()->quantizer();
    EXPECT_LT(relativeError(pyramid.latent(), quantizer.latent(sixScales(), tokens)), 1e-5);
    EXPECT_LT(relativeError(at::cat(pyramid.inputMaps(5), 1),
                            quantizer.teacherInputs(sixScales(), tokens)),
              1e-5);
    EXPECT_TRUE(at::equal(pyramid.allTokens(), at::cat(tokens, 1)));
    EXPECT_EQ(pyramid.scalesDone(), 6);
    EXPECT_THROW(filled(6).add(tokensOf(5)), c10::Error);
    EXPECT_THROW(filled(2).add(tokensOf(5)), c10::Error);
}

TEST(TokenPyramid, ACopyIsASnapshot) {
    TokenPyramid pyramid = filled(3);
    const TokenPyramid snapshot = pyramid;
    const at::Tensor latent = snapshot.latent().clone();
    pyramid.add(tokensOf(3));
    EXPECT_EQ(snapshot.scalesDone(), 3);
    EXPECT_TRUE(at::equal(snapshot.latent(), latent));
    EXPECT_EQ(snapshot.inputMaps(3).size(), 3u);
    TokenPyramid branch = snapshot;
    branch.add(tokensOf(3));
    EXPECT_TRUE(at::equal(branch.latent(), pyramid.latent()));
}

// Bit for bit, because a difference in the last bit changes tokens of later scales.
TEST(TokenPyramid, APictureHasTheSameLatentAloneAndInABatch) {
    const TokenPyramid batch = filled(6);
    for (int picture = 0; picture < 3; ++picture) {
        TokenPyramid alone(livelyVqVae()->quantizer(), sixScales(), 1, at::kCPU);
        for (int scale = 0; scale < 6; ++scale) alone.add(tokensOf(scale).narrow(0, picture, 1));
        EXPECT_TRUE(at::equal(alone.latent()[0], batch.latent()[picture])) << picture;
        EXPECT_TRUE(at::equal(alone.inputMap(5)[0], batch.inputMap(5)[picture])) << picture;
    }
}

TEST(TokenPyramid, StartsEmpty) {
    const TokenPyramid pyramid = filled(0);
    EXPECT_EQ(pyramid.allTokens().sizes(), (at::IntArrayRef{3, 0}));
    EXPECT_EQ(pyramid.latent().abs().max().item<float>(), 0);
}

}  // namespace
}  // namespace duo::test
