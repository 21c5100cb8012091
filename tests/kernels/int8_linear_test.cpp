// The fused products with int8 weights and fp32 or bf16 activations, compared with plain ATen.
#include <gtest/gtest.h>

#include "kernels/linear.h"
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

class Int8Linear : public testing::TestWithParam<std::tuple<Shape, at::ScalarType>> {
  protected:
    Shape shape = std::get<0>(GetParam());
    at::ScalarType type = std::get<1>(GetParam());
    at::Tensor x = randomTensor({shape.rows, shape.tokens, shape.inputs}, 1).to(type);
    at::Tensor values = at::randint(-127, 128, {shape.outputs, shape.inputs}, at::kChar);
    at::Tensor scale = (randomTensor({shape.outputs}, 2).abs() + 0.1) / 127;
    kernels::Weight w{values, scale, type};
    at::Tensor bias = randomTensor({shape.outputs}, 3).to(type);
    double limit = type == at::kFloat ? kFloatError : kBFloat16Error;
};

TEST_P(Int8Linear, IsTheProductWithTheScaledWeights) {
    const at::Tensor exact = at::linear(x.to(at::kFloat), values * scale.unsqueeze(1));
    const at::Tensor found = kernels::linear(x, w, bias, at::kFloat);
    EXPECT_EQ(found.scalar_type(), at::kFloat);
    EXPECT_LT(errorOf(found, exact + bias), limit);
    EXPECT_LT(errorOf(kernels::plainLinear(x, w, bias, at::kFloat), exact + bias), limit);
    EXPECT_LT(errorOf(kernels::linear(x, w, {}, type), exact), limit);
}

TEST_P(Int8Linear, AppliesGelu) {
    const at::Tensor found = kernels::linearGelu(x, w, bias);
    EXPECT_EQ(found.scalar_type(), type);
    EXPECT_LT(errorOf(found, kernels::plainLinearGelu(x, w, bias)), limit);
}

TEST_P(Int8Linear, AddsThroughTheGate) {
    const at::Tensor gate = randomTensor({shape.rows, 6, shape.outputs}, 4).select(1, 2);
    at::Tensor found = randomTensor({shape.rows, shape.tokens, shape.outputs}, 5);
    at::Tensor expected = found.clone();
    kernels::addGatedLinear(found, gate, x, w, bias);
    kernels::plainAddGatedLinear(expected, gate, x, w, bias);
    EXPECT_LT(errorOf(found, expected), limit);
}

// A row is the same alone and among others, bit for bit, as with the other types.
TEST_P(Int8Linear, GivesARowTheSameNumbersWhateverStandsBesideIt) {
    const at::Tensor all = kernels::linear(x, w, bias, at::kFloat).flatten(0, 1);
    const at::Tensor rows = x.flatten(0, 1);
    for (const std::int64_t row : {std::int64_t{0}, rows.size(0) / 2, rows.size(0) - 1}) {
        const at::Tensor alone = kernels::linear(rows.narrow(0, row, 1), w, bias, at::kFloat);
        EXPECT_TRUE(at::equal(alone[0], all[row])) << "row " << row;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, Int8Linear,
    testing::Combine(testing::Values(Shape{1, 1, 32, 16}, Shape{2, 1, 64, 48},
                                     Shape{2, 9, 192, 576}, Shape{1, 7, 2208, 144},
                                     Shape{3, 97, 4192, 16}, Shape{1, 272, 5152, 48}),
                     testing::Values(at::kFloat, at::kBFloat16)));

TEST(Int8LinearFallback, TakesWhatTheTilesDoNot) {
    const at::Tensor x = randomTensor({2, 3, 13}, 1), bias = randomTensor({7}, 3);
    const at::Tensor values = at::randint(-127, 128, {7, 13}, at::kChar);
    const at::Tensor scale = randomTensor({7}, 2).abs();
    const at::Tensor found = kernels::linear(x, {values, scale, at::kFloat}, bias, at::kFloat);
    EXPECT_LT(errorOf(found, at::linear(x, values * scale.unsqueeze(1), bias)), 1e-6);
}

}  // namespace
}  // namespace duo::test
