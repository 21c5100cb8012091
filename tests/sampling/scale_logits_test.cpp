// Guidance by scale.
#include "sampling/scale_logits.h"

#include <gtest/gtest.h>

namespace duo::test {
namespace {

at::Tensor guided(const at::Tensor& rows, int pictures, int scale, int scaleCount) {
    ScalePlan plan;
    plan.guidance = 4;
    return ScaleLogits(rows, pictures, plan, scale, scaleCount).guided();
}

TEST(Guidance, GrowsWithTheScale) {
    const at::Tensor rows = at::tensor({1.0f, 2.0f, 0.5f, -1.0f}).view({2, 1, 2});
    const at::Tensor first = guided(rows, 1, 0, 5);
    EXPECT_TRUE(at::equal(first, rows.narrow(0, 0, 1)));  // none at the first
    const at::Tensor middle = guided(rows, 1, 2, 5);      // t = 2
    EXPECT_TRUE(at::allclose(middle, at::tensor({2.0f, 8.0f}).view({1, 1, 2})));
    const at::Tensor last = guided(rows, 1, 4, 5);  // t = 4
    EXPECT_TRUE(at::allclose(last, at::tensor({3.0f, 14.0f}).view({1, 1, 2})));
}

TEST(Guidance, LeavesUnguidedRowsAndASingleScaleAlone) {
    const at::Tensor rows = at::tensor({1.0f, 2.0f}).view({1, 1, 2});
    EXPECT_TRUE(at::equal(guided(rows, 1, 3, 5), rows));
    const at::Tensor pair = at::cat({rows, rows + 1});
    EXPECT_TRUE(at::equal(guided(pair, 1, 0, 1), rows));
    EXPECT_THROW(guided(pair, 3, 0, 1), c10::Error);
}

}  // namespace
}  // namespace duo::test
