// The CUDA kernels on a GPU, compared with plain ATen there. Skipped, with the reason, without a
// GPU.
#include <gtest/gtest.h>

#include <cmath>

#include "device/cuda_backend.h"
#include "kernels/draw_tokens.h"
#include "kernels/gumbel_draw.h"
#include "kernels/linear.h"
#include "kernels/norm_modulate.h"
#include "kernels/random_tensors.h"
#include "kernels/residual_pyramid.h"
#include "kernels/split_heads.h"
#include "support/lively_weights.h"

namespace duo::test {
namespace {

using namespace kernels;

constexpr at::ScalarType kTypes[] = {at::kFloat, at::kBFloat16, at::kHalf};

double limitOf(at::ScalarType type) {
    return type == at::kFloat ? 1e-5 : kBFloat16Error;
}

at::Tensor onGpu(at::IntArrayRef shape, std::uint64_t seed) {
    return randomTensor(shape, seed).to(at::kCUDA);
}

class KernelsOnGpu : public testing::Test {
  protected:
    void SetUp() override {
        std::string why;
        if (!CudaBackend::available(&why)) GTEST_SKIP() << why;
    }
};

TEST_F(KernelsOnGpu, NormaliseAndModulate) {
    for (const int width : {1, 31, 33, 1920}) {
        for (const int tokens : {1, 9, 256}) {
            const at::Tensor x = onGpu({2, tokens, width}, 1) * 3 + 7;
            const at::Tensor table = onGpu({2, 6, width}, 2);
            const at::Tensor scale = table.select(1, 2), shift = table.select(1, 4);
            const at::Tensor wanted = plainNormModulate(x, scale, shift);
            for (const at::ScalarType type : kTypes) {
                const at::Tensor found = normModulate(x, scale, shift, type);
                EXPECT_EQ(found.scalar_type(), type);
                EXPECT_LT(errorOf(found, wanted), limitOf(type)) << width << " " << tokens;
            }
        }
    }
}

TEST_F(KernelsOnGpu, MultiplyWithGeluAndGate) {
    for (const auto& [tokens, in, out] : {std::tuple{1, 7, 33}, {9, 64, 31}, {256, 1920, 7680}}) {
        const at::Tensor gate = onGpu({2, 6, out}, 4).select(1, 2),
                         start = onGpu({2, tokens, out}, 5);
        for (const at::ScalarType type : kTypes) {
            const at::Tensor x = onGpu({2, tokens, in}, 1).to(type);
            const at::Tensor w = (onGpu({out, in}, 2) / std::sqrt(in)).to(type);
            const at::Tensor bias = onGpu({out}, 3).to(type);
            // The form with erf is further away: by up to 5e-4 of sums up to about 5.
            EXPECT_LT(errorOf(linearGelu(x, w, bias), plainLinearGelu(x, w, bias)),
                      type == at::kFloat ? 2e-5 : kBFloat16Error);
            at::Tensor found = start.clone(), wanted = start.clone();
            addGatedLinear(found, gate, x, w, bias);
            plainAddGatedLinear(wanted, gate, x, w, bias);
            EXPECT_LT(errorOf(found, wanted), limitOf(type));
        }
    }
}

TEST_F(KernelsOnGpu, SplitHeadsIntoTheCache) {
    for (const auto& [tokens, heads, width] : {std::tuple{1, 1, 1}, {9, 5, 33}, {256, 30, 64}}) {
        const at::Tensor qkv = onGpu({2, tokens, 3 * heads * width}, 1);
        for (const at::ScalarType type : kTypes) {
            for (const bool unit : {true, false}) {
                HeadSplit split{onGpu({heads * width}, 2), onGpu({heads * width}, 3), {}, 0.03};
                if (unit) split.queryScale = onGpu({heads}, 4).exp();
                const at::Tensor in = qkv.to(type);
                at::Tensor keys =
                    at::full({2, heads, tokens + 7, width}, 0.5, in.options().dtype(type));
                at::Tensor values = keys.clone(), wantedKeys = keys.clone(),
                           wantedValues = keys.clone();
                const at::Tensor q = splitHeads(in, split, keys, values, 4);
                const at::Tensor wanted = plainSplitHeads(in, split, wantedKeys, wantedValues, 4);
                EXPECT_LT(errorOf(q, wanted), limitOf(type));
                EXPECT_LT(errorOf(keys, wantedKeys), limitOf(type));
                EXPECT_LT(errorOf(values, wantedValues), limitOf(type));
            }
        }
    }
}

TEST_F(KernelsOnGpu, DrawTokens) {
    for (const std::int64_t codes : {1, 3, 97, 4096, 20000}) {
        at::Tensor logits = onGpu({6, 83, codes}, codes) * 3;
        // Our kernel drops the same tied codes as the CPU.
        if (codes <= kMaxCodesOnGpu) logits = (logits * 4).round() / 4;
        for (const int topK : {0, 1, 600}) {
            for (const double topP : {0.0, 1e-6, 0.95}) {
                TokenDraw draw{2.5, topK, topP, 1.1f, {{7, 8, 9}, {0, 3, 6}, 0, 4}};
                const at::Tensor found = drawTokens(logits, draw).cpu();
                const at::Tensor wanted = drawTokens(logits.cpu(), draw);
                EXPECT_LT(found.ne(wanted).to(at::kFloat).mean().item<double>(), 0.005)
                    << codes << " " << topK << " " << topP;
            }
        }
    }
}

TEST_F(KernelsOnGpu, DrawGumbelNoiseAsOnTheCpu) {
    for (const std::int64_t codes : {1, 3, 97, 4096}) {
        SCOPED_TRACE(codes);
        const std::vector<std::int64_t> shape{2, 9, codes};
        at::Tensor logits = at::tensor(livelyTensor("input/gpu", shape)).view(shape) * 2;
        logits = logits.masked_fill(logits < -1, -std::numeric_limits<double>::infinity());
        const GumbelDraw draw{{7, 7}, {0, 5}, 0, 3};
        const at::Tensor there = logits.to(at::kCUDA);
        EXPECT_TRUE(
            at::equal(gumbelArgmax(there, draw, 1.1f).cpu(), gumbelArgmax(logits, draw, 1.1f)));
        EXPECT_TRUE(at::allclose(gumbelPerturb(there, draw, 1.4f, 0.2f).cpu(),
                                 gumbelPerturb(logits, draw, 1.4f, 0.2f), 1e-4, 1e-4));
    }
}

TEST_F(KernelsOnGpu, AddScalesAndAverageAreas) {
    for (const auto& [pictures, channels, side, latentSide] : {std::tuple{1, 1, 1, 1},
                                                               {2, 33, 3, 7},
                                                               {5, 32, 13, 16},
                                                               {2, 32, 16, 16},
                                                               {1, 32, 24, 32}}) {
        const at::Tensor fHat = onGpu({pictures, channels, latentSide, latentSide}, 1);
        const at::Tensor h = onGpu({pictures, side * side, channels}, 2);
        const BlendedConvolution phi{onGpu({channels, channels, 3, 3}, 3) / 10,
                                     onGpu({channels}, 4)};
        // The library may convolve in TF32.
        EXPECT_LT(
            errorOf(addScale(fHat, h, side, phi), fHat + addedByScale(h, side, latentSide, phi)),
            2e-3);
        EXPECT_LT(
            errorOf(addScale(fHat, h, side, {}), fHat + addedByScale(h, side, latentSide, {})),
            1e-5);
        EXPECT_LT(errorOf(areaMap(fHat, side), plainAreaMap(fHat, side)), 1e-6);
    }
}

}  // namespace
}  // namespace duo::test
