// The fused products compared with plain ATen, at sizes that are no multiples of a tile, in every
// type.
#include "kernels/linear.h"

#include <gtest/gtest.h>

#include "kernels/random_tensors.h"

namespace duo::test {
namespace {

struct Shape {
    int rows, tokens, inputs, outputs;
};

// Names of failing cases.
std::ostream& operator<<(std::ostream& out, const Shape& s) {
    return out << s.rows << "x" << s.tokens << "x" << s.inputs << "->" << s.outputs;
}

class Linear : public testing::TestWithParam<std::tuple<Shape, at::ScalarType>> {
  protected:
    Shape shape = std::get<0>(GetParam());
    at::ScalarType type = std::get<1>(GetParam());
    at::Tensor x = randomTensor({shape.rows, shape.tokens, shape.inputs}, 1).to(type);
    at::Tensor w = randomTensor({shape.outputs, shape.inputs}, 2).to(type);
    at::Tensor bias = randomTensor({shape.outputs}, 3).to(type);
    double limit = type == at::kFloat ? kFloatError : kBFloat16Error;
};

TEST_P(Linear, IsTheProductWithBias) {
    const at::Tensor found = kernels::linear(x, w, bias, at::kFloat);
    EXPECT_EQ(found.scalar_type(), at::kFloat);
    EXPECT_LT(errorOf(found, kernels::plainLinear(x, w, bias, at::kFloat)), limit);
    EXPECT_LT(errorOf(kernels::linear(x, w, {}, type), at::matmul(x, w.t())), limit);
}

TEST_P(Linear, AppliesGelu) {
    const at::Tensor found = kernels::linearGelu(x, w, bias);
    EXPECT_EQ(found.scalar_type(), type);
    EXPECT_LT(errorOf(found, kernels::plainLinearGelu(x, w, bias)), limit);
}

TEST_P(Linear, AddsThroughTheGate) {
    const at::Tensor entries = randomTensor({shape.rows, 6, shape.outputs}, 4);
    const at::Tensor gate = entries.select(1, 2);  // strided, as in the modulation table
    at::Tensor found = randomTensor({shape.rows, shape.tokens, shape.outputs}, 5);
    at::Tensor expected = found.clone();
    kernels::addGatedLinear(found, gate, x, w, bias);
    kernels::plainAddGatedLinear(expected, gate, x, w, bias);
    EXPECT_LT(errorOf(found, expected), limit);
}

// A picture is the same alone and in a batch: bit for bit, not within a tolerance.
TEST_P(Linear, GivesARowTheSameNumbersWhateverStandsBesideIt) {
    const at::Tensor all = kernels::linear(x, w, bias, at::kFloat).flatten(0, 1);
    const at::Tensor rows = x.flatten(0, 1);
    for (const std::int64_t row : {std::int64_t{0}, rows.size(0) / 2, rows.size(0) - 1}) {
        const at::Tensor alone = kernels::linear(rows.narrow(0, row, 1), w, bias, at::kFloat);
        EXPECT_TRUE(at::equal(alone[0], all[row])) << "row " << row;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, Linear,
    testing::Combine(testing::Values(Shape{1, 1, 32, 16}, Shape{2, 1, 64, 48},
                                     Shape{2, 9, 192, 576}, Shape{1, 7, 2208, 144},
                                     Shape{3, 67, 96, 272}, Shape{2, 97, 4192, 16},
                                     Shape{2, 150, 416, 304}),
                     testing::Values(at::kFloat, at::kBFloat16)));

TEST(LinearFallback, TakesWhatTheTilesDoNot) {
    const at::Tensor x = randomTensor({2, 3, 13}, 1), w = randomTensor({7, 13}, 2);
    const at::Tensor bias = randomTensor({7}, 3);
    EXPECT_LT(errorOf(kernels::linear(x, w, bias, at::kFloat), at::linear(x, w, bias)), 1e-6);
    const at::Tensor half =
        kernels::linear(x.to(at::kHalf), w.to(at::kHalf), bias.to(at::kHalf), at::kFloat);
    EXPECT_LT(errorOf(half, at::linear(x, w, bias)), 2e-3);
}

TEST(LinearFallback, PassesNotANumberOn) {
    at::Tensor x = randomTensor({1, 2, 32}, 1);
    x[0][1][5] = std::numeric_limits<float>::quiet_NaN();
    const at::Tensor y = kernels::linearGelu(x, randomTensor({16, 32}, 2), randomTensor({16}, 3));
    EXPECT_FALSE(y[0][0].isnan().any().item<bool>());
    EXPECT_TRUE(y[0][1].isnan().all().item<bool>());
}

}  // namespace
}  // namespace duo::test
