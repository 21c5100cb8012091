// The preview's matrix: it is the least-squares one, and the picture lies the right way round.
#include "decode/linear_preview.h"

#include <gtest/gtest.h>

#include "decode/decode_support.h"

namespace duo::test {
namespace {

at::Tensor someLatents() {
    std::vector<at::Tensor> latents;
    for (std::uint32_t first = 0; first < 2; ++first) {
        latents.push_back(decode(sixScaleFamily(), batchOf(plainPlan(6, 6, lively()), {1, 2},
                                                           RngKind::Counter, 10 * first))
                              .latent());
    }
    return at::cat(latents);  // [4, 12, 6, 6]
}

at::Tensor cellColours(const at::Tensor& latents) {
    return at::adaptive_avg_pool2d(livelyVqVae()->decode(latents), {6, 6});  // [4, 3, 6, 6]
}

double error(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).square().mean().item<double>();
}

TEST(LinearPreview, ExplainsMoreThanTheMeanAndThanAWrongWayRound) {
    const at::Tensor latents = someLatents();
    const at::Tensor colours = cellColours(latents);
    const at::Tensor preview = LinearPreview::fit(*livelyVqVae(), latents)(latents);
    EXPECT_EQ(preview.sizes(), colours.sizes());
    EXPECT_GE(preview.min().item<float>(), 0);
    EXPECT_LE(preview.max().item<float>(), 1);
    const at::Tensor mean = colours.mean({0, 2, 3}, true).expand_as(colours);
    EXPECT_LT(error(preview, colours), 0.95 * error(mean, colours));
    EXPECT_LT(error(preview, colours), error(preview.transpose(2, 3), colours));
}

// No other matrix is better: the residual is orthogonal to every channel, up to the ridge.
TEST(LinearPreview, IsTheLeastSquaresFit) {
    const at::Tensor latents = someLatents();
    const LinearPreview preview = LinearPreview::fit(*livelyVqVae(), latents);
    const at::Tensor residual = cellColours(latents) - preview(latents);
    // Clamping bends the fit only where a cell is nearly black or white.
    const at::Tensor correlation =
        at::einsum("bchw,bdhw->cd", {latents, residual}) / residual.size(0) / 36;
    const double scale = latents.square().mean().sqrt().item<double>();
    EXPECT_LT(correlation.abs().max().item<double>(), 0.02 * scale);
}

TEST(LinearPreview, FitsItselfFromRandomTokens) {
    const LinearPreview one = LinearPreview::fit(*livelyVqVae(), sixScales(), 6, 1);
    const LinearPreview again = LinearPreview::fit(*livelyVqVae(), sixScales(), 6, 1);
    const at::Tensor latents = someLatents();
    EXPECT_TRUE(at::equal(one(latents), again(latents)));
    EXPECT_TRUE(one(latents).isfinite().all().item<bool>());
    EXPECT_GT(one(latents).std().item<double>(), 0);
}

}  // namespace
}  // namespace duo::test
