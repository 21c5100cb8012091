#include "kernels/attention.h"

#include <gtest/gtest.h>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/random_tensors.h"

namespace duo::test {
namespace {

struct Case {
    int rows, heads, queries, keys, capacity, width;
};

// The layout of a session: keys and values are the first tokens of a larger cache; queries and
// output are parts of longer tensors.
void expectAgreement(const Case& c, at::ScalarType type) {
    const auto cache = [&](std::uint64_t seed) {
        return randomTensor({c.rows, c.heads, c.capacity, c.width}, seed)
            .to(type)
            .narrow(2, 0, c.keys);
    };
    const at::Tensor k = cache(1), v = cache(2);
    const at::Tensor q =
        randomTensor({c.rows, c.heads, c.queries + 3, c.width}, 3).to(type).narrow(2, 3, c.queries);
    const at::Tensor whole =
        at::full({c.rows, c.queries + 2, c.heads * c.width}, 9, at::device(at::kCPU).dtype(type));
    at::Tensor found = whole.clone(), wanted = whole.clone();
    kernels::attend(q, k, v, found.narrow(1, 2, c.queries));
    kernels::plainAttend(q.to(at::kFloat), k.to(at::kFloat), v.to(at::kFloat),
                         wanted.narrow(1, 2, c.queries));
    EXPECT_LT(errorOf(found, wanted), type == at::kFloat ? 2e-6 : kBFloat16Error)
        << c.queries << " queries, " << c.keys << " keys, width " << c.width;
    EXPECT_TRUE(at::equal(found.narrow(1, 0, 2), whole.narrow(1, 0, 2)));
}

TEST(Attention, AgreesWithAtenAtOddSizes) {
    for (const Case& c :
         {Case{1, 1, 1, 1, 1, 16}, Case{2, 3, 9, 14, 30, 32}, Case{1, 2, 25, 55, 91, 64},
          Case{3, 1, 7, 131, 140, 96}, Case{2, 2, 4, 5, 5, 24}}) {
        expectAgreement(c, at::kFloat);
        expectAgreement(c, at::kBFloat16);
    }
}

TEST(Attention, TakesScoresAsLargeAsTheCapAllows) {
    const at::Tensor k = randomTensor({1, 1, 40, 32}, 1), v = randomTensor({1, 1, 40, 32}, 2);
    const at::Tensor q = randomTensor({1, 1, 6, 32}, 3) * 100;
    at::Tensor found = at::empty({1, 6, 32}), wanted = at::empty({1, 6, 32});
    kernels::attend(q, k, v, found);
    kernels::plainAttend(q, k, v, wanted);
    EXPECT_LT(errorOf(found, wanted), 1e-4);  // e^x of sums near 1000 keeps fewer digits
}

// A picture is the same alone and in a batch, bit for bit.
TEST(Attention, GivesAQueryTheSameNumbersWhateverStandsBesideIt) {
    const at::Tensor k = randomTensor({2, 3, 33, 32}, 1), v = randomTensor({2, 3, 33, 32}, 2);
    const at::Tensor q = randomTensor({2, 3, 11, 32}, 3);
    at::Tensor all = at::empty({2, 11, 96}), alone = at::empty({1, 1, 96});
    kernels::attend(q, k, v, all);
    for (const int query : {0, 5, 10}) {
        kernels::attend(q.narrow(0, 1, 1).narrow(2, query, 1), k.narrow(0, 1, 1), v.narrow(0, 1, 1),
                        alone);
        EXPECT_TRUE(at::equal(alone[0][0], all[1][query])) << query;
    }
}

}  // namespace
}  // namespace duo::test
