#include "protocol/decode_plan.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/expect_error.h"

namespace duo {
namespace {

TEST(DecodePlan, PublishedSettings) {
    const DecodePlan plan = DecodePlan::published(10, 8);
    ASSERT_EQ(plan.scales.size(), 10u);
    for (int k = 0; k < 10; ++k) {
        EXPECT_EQ(plan.scales[k].model, k < 8 ? ModelRole::Drafter : ModelRole::Refiner) << k;
        EXPECT_EQ(plan.scales[k].temperature, k < 7 ? 1.1 : 1.0) << k;
        EXPECT_EQ(plan.scales[k].topK, 600);
        EXPECT_EQ(plan.scales[k].topP, 0.95);
        EXPECT_EQ(plan.scales[k].guidance, 4.0);
    }
    EXPECT_EQ(DecodePlan::published(4, 2).scales[2].temperature, 1.1);
    EXPECT_EQ(DecodePlan::published(4, 2).scales[3].temperature, 1.0);
}

TEST(DecodePlan, EverySplitReadsBack) {
    for (int split = 0; split <= 10; ++split) {
        const DecodePlan plan = DecodePlan::published(10, split);
        EXPECT_EQ(plan.split(), split);
        EXPECT_EQ(plan.uses(ModelRole::Drafter), split > 0);
        EXPECT_EQ(plan.uses(ModelRole::Refiner), split < 10);
    }
}

TEST(DecodePlan, AlternatingModelsHaveNoSplit) {
    DecodePlan plan = DecodePlan::published(3, 1);
    plan.scales[2].model = ModelRole::Drafter;
    EXPECT_EQ(plan.split(), -1);
}

TEST(DecodePlan, SplitOutOfRange) {
    EXPECT_DUO_ERROR(DecodePlan::published(10, 11), ErrorKind::Usage, "between 0", "10", "11");
    EXPECT_DUO_ERROR(DecodePlan::published(10, -1), ErrorKind::Usage, "-1");
}

TEST(DecodePlan, ValidationNamesScaleAndValue) {
    const DecodePlan good = DecodePlan::published(10, 5);
    EXPECT_NO_THROW(good.validate(10));
    EXPECT_DUO_ERROR(good.validate(9), ErrorKind::Usage, "9 scales", "found 10");
    const auto broken = [&](auto change) {
        DecodePlan plan = good;
        change(plan.scales[2]);
        plan.validate(10);
    };
    EXPECT_DUO_ERROR(broken([](ScalePlan& s) { s.temperature = 0; }), ErrorKind::Usage,
                     "temperature of scale 3", "found 0");
    EXPECT_DUO_ERROR(broken([](ScalePlan& s) { s.temperature = NAN; }), ErrorKind::Usage,
                     "temperature");
    EXPECT_DUO_ERROR(broken([](ScalePlan& s) { s.topP = 1.5; }), ErrorKind::Usage, "top-p", "1.5");
    EXPECT_DUO_ERROR(broken([](ScalePlan& s) { s.topK = -1; }), ErrorKind::Usage, "top-k", "-1");
    EXPECT_DUO_ERROR(broken([](ScalePlan& s) { s.guidance = INFINITY; }), ErrorKind::Usage,
                     "guidance of scale 3");
}

}  // namespace
}  // namespace duo
