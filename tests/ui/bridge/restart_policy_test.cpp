#include "bridge/restart_policy.h"

#include <gtest/gtest.h>

namespace duo::ui {
namespace {

TEST(RestartPolicyTest, WaitsLongerEachTimeAndThenGivesUp) {
    RestartPolicy policy;
    const auto first = policy.afterDeath(false), second = policy.afterDeath(false);
    ASSERT_TRUE(first && second);
    EXPECT_LT(*first, *second);
    EXPECT_FALSE(policy.afterDeath(false).has_value());
    EXPECT_EQ(policy.deaths(), 3);
}

TEST(RestartPolicyTest, AJobThatEndedStartsTheCountAgain) {
    RestartPolicy policy;
    const auto first = policy.afterDeath(false);
    policy.afterDeath(false);
    policy.forgive();
    EXPECT_EQ(policy.deaths(), 0);
    EXPECT_EQ(policy.afterDeath(false), first);
}

TEST(RestartPolicyTest, APermanentFaultIsNotTriedAgain) {
    RestartPolicy policy;
    EXPECT_FALSE(policy.afterDeath(true).has_value());
}

}  // namespace
}  // namespace duo::ui
