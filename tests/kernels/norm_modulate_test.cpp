#include "kernels/norm_modulate.h"

#include <gtest/gtest.h>

#include "kernels/random_tensors.h"

namespace duo::test {
namespace {

TEST(NormModulate, AgreesWithLayerNormAtOddSizes) {
    for (const auto& [rows, tokens, width] : std::vector<std::tuple<int, int, int>>{
             {1, 1, 8}, {2, 5, 96}, {3, 17, 193}, {2, 3, 1920}}) {
        const at::Tensor x = randomTensor({rows, tokens, width}, 1) * 3 + 7;
        const at::Tensor table = randomTensor({rows, 6, width}, 2);
        const at::Tensor scale = table.select(1, 2), shift = table.select(1, 4);
        const at::Tensor expected = kernels::plainNormModulate(x, scale, shift);
        EXPECT_LT(errorOf(kernels::normModulate(x, scale, shift, at::kFloat), expected), 1e-5);
        const at::Tensor rounded = kernels::normModulate(x, scale, shift, at::kBFloat16);
        EXPECT_EQ(rounded.scalar_type(), at::kBFloat16);
        EXPECT_LT(errorOf(rounded, expected), kBFloat16Error);
    }
}

}  // namespace
}  // namespace duo::test
