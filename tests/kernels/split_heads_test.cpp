#include "kernels/split_heads.h"

#include <gtest/gtest.h>

#include "kernels/random_tensors.h"

namespace duo::test {
namespace {

struct Case {
    int rows, tokens, heads, width, capacity, held;
};

void expectAgreement(const Case& c, bool normalised, at::ScalarType type) {
    const int all = c.heads * c.width;
    const at::Tensor qkv = randomTensor({c.rows, c.tokens, 3 * all}, 1);
    kernels::HeadSplit split{randomTensor({all}, 2), randomTensor({all}, 3), {}, 0.03};
    if (normalised) split.queryScale = randomTensor({c.heads}, 4).exp();
    const at::Tensor filled =
        at::full({c.rows, c.heads, c.capacity, c.width}, 0.5, at::device(at::kCPU).dtype(type));
    at::Tensor keys = filled.clone(), values = filled.clone();
    at::Tensor wantedKeys = filled.clone(), wantedValues = filled.clone();
    const at::Tensor q = kernels::splitHeads(qkv, split, keys, values, c.held);
    const at::Tensor wanted =
        kernels::plainSplitHeads(qkv, split, wantedKeys, wantedValues, c.held);
    const double limit = type == at::kFloat ? 1e-6 : kBFloat16Error;
    EXPECT_EQ(q.scalar_type(), type);
    EXPECT_LT(errorOf(q, wanted), limit);
    EXPECT_LT(errorOf(keys, wantedKeys), limit);
    EXPECT_LT(errorOf(values, wantedValues), limit);
    // only the new tokens' places were written
    EXPECT_TRUE(at::equal(keys.narrow(2, 0, c.held), filled.narrow(2, 0, c.held)));
    const int end = c.held + c.tokens;
    EXPECT_TRUE(at::equal(values.narrow(2, end, c.capacity - end),
                          filled.narrow(2, end, c.capacity - end)));
}

TEST(SplitHeads, AgreesWithAtenAtOddSizes) {
    for (const Case& c : {Case{1, 1, 1, 8, 1, 0}, Case{2, 9, 3, 32, 30, 5}, Case{3, 4, 5, 24, 9, 4},
                          Case{2, 25, 3, 64, 91, 30}}) {
        for (const bool normalised : {true, false}) {
            expectAgreement(c, normalised, at::kFloat);
            expectAgreement(c, normalised, at::kBFloat16);
        }
    }
}

TEST(SplitHeads, LeavesAVectorOfZerosZero) {
    kernels::HeadSplit split{at::zeros({8}), at::zeros({8}), at::ones({1}), 1};
    at::Tensor keys = at::ones({1, 1, 1, 8}), values = at::ones({1, 1, 1, 8});
    const at::Tensor q = kernels::splitHeads(at::zeros({1, 1, 24}), split, keys, values, 0);
    EXPECT_TRUE(at::equal(q, at::zeros_like(q)));
    EXPECT_TRUE(at::equal(keys, at::zeros_like(keys)));
}

}  // namespace
}  // namespace duo::test
