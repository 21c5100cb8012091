#include "protocol/recipe.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace duo {
namespace {

TEST(Recipe, VarIsThatOfPlainVar) {
    const DecodePlan plan = recipePlan("var", 10, 10);
    ASSERT_EQ(plan.scales.size(), 10u);
    for (const ScalePlan& scale : plan.scales) {
        EXPECT_EQ(scale, (ScalePlan{ModelRole::Drafter, 1.5, 900, 0.96, 1.0}));
    }
}

TEST(Recipe, CodeWarmsTheFirstSevenOfTenScales) {
    const DecodePlan plan = recipePlan("code", 10, 8);
    ASSERT_EQ(plan.scales.size(), 10u);
    for (int k = 0; k < 10; ++k) {
        const ModelRole model = k < 8 ? ModelRole::Drafter : ModelRole::Refiner;
        EXPECT_EQ(plan.scales[k], (ScalePlan{model, 1.5, 600, 0.96, k < 7 ? 1.1 : 1.0})) << k;
    }
}

TEST(Recipe, FidIsCodeForASplitAndVarForOneModel) {
    for (const int split : {0, 10}) {
        EXPECT_EQ(recipePlan("fid", 10, split), recipePlan("var", 10, split));
    }
    for (const int split : {1, 8, 9}) {
        EXPECT_EQ(recipePlan("fid", 10, split), recipePlan("code", 10, split));
    }
}

TEST(Recipe, EveryNameGivesAValidPlanAndOthersAreRefused) {
    for (const std::string& name : recipeNames()) recipePlan(name, 4, 2).validate(4);
    EXPECT_THROW(recipePlan("best", 10, 8), Error);
    EXPECT_THROW(recipePlan("fid", 10, 11), Error);
}

}  // namespace
}  // namespace duo
