#include "protocol/scale_schedule.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace duo {
namespace {

TEST(ScaleSchedule, DerivesCountsAndOffsets) {
    const ScaleSchedule schedule = ScaleSchedule::published256();
    EXPECT_EQ(schedule.count(), 10);
    const int sums[] = {0, 1, 5, 14, 30, 55, 91, 155, 255, 424, 680};  // from the paper
    for (int k = 0; k <= 10; ++k) EXPECT_EQ(schedule.offset(k), sums[k]) << k;
    EXPECT_EQ(schedule.totalTokens(), 680);
    EXPECT_EQ(schedule.tokens(8), 169);
    EXPECT_EQ(schedule.latentSide(), 16);
    EXPECT_EQ(schedule.toString(), "1,2,3,4,5,6,8,10,13,16");
    EXPECT_EQ(ScaleSchedule::published512().totalTokens(), 2240);
}

TEST(ScaleSchedule, RefusesSidesThatDoNotRise) {
    EXPECT_DUO_ERROR(ScaleSchedule(std::vector<int>{}), ErrorKind::Usage, "at least one");
    EXPECT_DUO_ERROR(ScaleSchedule({1, 2, 2}), ErrorKind::Usage, "must increase", "1,2,2");
    EXPECT_DUO_ERROR(ScaleSchedule({0, 2}), ErrorKind::Usage, "must increase");
    EXPECT_DUO_ERROR(ScaleSchedule({1, 5000}), ErrorKind::Usage, "4096");
}

}  // namespace
}  // namespace duo
