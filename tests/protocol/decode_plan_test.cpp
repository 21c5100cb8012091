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

using Runs = std::vector<PlanRun>;
constexpr ModelRole kDrafter = ModelRole::Drafter, kRefiner = ModelRole::Refiner;

TEST(DecodePlanRuns, ASplitHasOneRunAModel) {
    EXPECT_EQ(DecodePlan::published(10, 6).runs(),
              (Runs{{kDrafter, 0, 6, true}, {kRefiner, 6, 10, true}}));
    EXPECT_EQ(DecodePlan::published(10, 0).runs(), (Runs{{kRefiner, 0, 10, true}}));
    EXPECT_EQ(DecodePlan::published(10, 10).runs(), (Runs{{kDrafter, 0, 10, true}}));
}

TEST(DecodePlanRuns, AlternatingModelsHaveManyRuns) {
    DecodePlan plan = DecodePlan::published(5, 2);
    plan.scales[4].model = kDrafter;
    EXPECT_EQ(plan.runs(),
              (Runs{{kDrafter, 0, 2, true}, {kRefiner, 2, 4, true}, {kDrafter, 4, 5, true}}));
}

TEST(DecodePlanRuns, ARunIsGuidedWhereAnyOfItsScalesIs) {
    DecodePlan plan = DecodePlan::published(6, 3);
    for (int k = 3; k < 6; ++k) plan.scales[k].guidance = 0;
    EXPECT_EQ(plan.runs(), (Runs{{kDrafter, 0, 3, true}, {kRefiner, 3, 6, false}}));
    plan.scales[5].guidance = 0.5;
    EXPECT_EQ(plan.runs(), (Runs{{kDrafter, 0, 3, true}, {kRefiner, 3, 6, true}}));
}

TEST(DecodePlanRuns, Scale0UsesNoGuidance) {
    EXPECT_EQ(DecodePlan::published(1, 1).runs(), (Runs{{kDrafter, 0, 1, false}}));
    EXPECT_EQ(DecodePlan::published(1, 0).runs(), (Runs{{kRefiner, 0, 1, false}}));
    EXPECT_EQ(DecodePlan::published(3, 1).runs(),
              (Runs{{kDrafter, 0, 1, false}, {kRefiner, 1, 3, true}}));
    EXPECT_EQ(DecodePlan().runs(), Runs());
}

TEST(DecodePlanRuns, PartsOfAPlanCutItsRuns) {
    DecodePlan plan = DecodePlan::published(10, 6);
    EXPECT_EQ(plan.runs(2, 8), (Runs{{kDrafter, 2, 6, true}, {kRefiner, 6, 8, true}}));
    EXPECT_EQ(plan.runs(6, 10), (Runs{{kRefiner, 6, 10, true}}));
    EXPECT_EQ(plan.runs(0, 1), (Runs{{kDrafter, 0, 1, false}}));
    EXPECT_EQ(plan.runs(4, 4), Runs());
    for (int k = 0; k < 5; ++k) plan.scales[k].guidance = 0;
    EXPECT_EQ(plan.runs(0, 5), (Runs{{kDrafter, 0, 5, false}}));  // scale 5 is not among them
    EXPECT_EQ(plan.runs(0, 6), (Runs{{kDrafter, 0, 6, true}}));
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
