// The CUDA kernels on a GPU, against plain ATen there; skipped, with the reason, where none is.
#include <gtest/gtest.h>

#include "kernels/cuda_backend.h"
#include "kernels/norm_modulate.h"
#include "kernels/random_tensors.h"
#include "kernels/split_heads.h"

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
            const at::Tensor wanted = normModulateReference(x, scale, shift);
            for (const at::ScalarType type : kTypes) {
                const at::Tensor found = normModulate(x, scale, shift, type);
                EXPECT_EQ(found.scalar_type(), type);
                EXPECT_LT(errorOf(found, wanted), limitOf(type)) << width << " " << tokens;
            }
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
                const at::Tensor wanted =
                    splitHeadsReference(in, split, wantedKeys, wantedValues, 4);
                EXPECT_LT(errorOf(q, wanted), limitOf(type));
                EXPECT_LT(errorOf(keys, wantedKeys), limitOf(type));
                EXPECT_LT(errorOf(values, wantedValues), limitOf(type));
            }
        }
    }
}

}  // namespace
}  // namespace duo::test
