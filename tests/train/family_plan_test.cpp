// Sizes and minutes of a family, by its pictures and the machine.
#include "train/family_plan.h"

#include <gtest/gtest.h>

#include <numeric>

#include "base/error.h"
#include "support/expect_error.h"

namespace duo::test {
namespace {

using namespace train;

FamilyFacts facts(std::int64_t pictures, int classes, int shortSide, bool gpu, double minutes) {
    return {pictures, classes, shortSide, gpu, minutes, FamilySize::Auto, 0, {6, 8}};
}

const FamilyStage& stageOf(const FamilyPlan& plan, const std::string& name) {
    for (const FamilyStage& stage : plan.stages) {
        if (stage.name == name) return stage;
    }
    throw std::runtime_error("no stage " + name);
}

TEST(FamilyPlan, StagesShareTheMinutes) {
    const FamilyPlan plan = planFamily(facts(300, 3, 3000, false, 120));
    double all = 0;
    for (const FamilyStage& stage : plan.stages) all += stage.minutes;
    EXPECT_NEAR(all, 120, 1e-9);
    EXPECT_EQ(plan.stages.front().name, "vqvae");
    EXPECT_EQ(plan.stages.back().name, "card");
    EXPECT_GT(stageOf(plan, "drafter").minutes, stageOf(plan, "refiner").minutes);
    EXPECT_EQ(stageOf(plan, "refiner_8").folder, "refiner_8");
}

TEST(FamilyPlan, SuitsThePicturesAndTheMachine) {
    const FamilyPlan few = planFamily(facts(300, 3, 3000, false, 120));
    EXPECT_EQ(few.side, 128);
    EXPECT_EQ(few.views, 13);
    EXPECT_EQ(few.vqvae.downsample(), 8);
    EXPECT_EQ(planFamily(facts(300, 3, 40, false, 120)).side, 64) << "small pictures stay small";
    EXPECT_EQ(planFamily(facts(300, 3, 40, false, 120)).vqvae.downsample(), 4);
    const FamilyPlan hasty = planFamily(facts(300, 3, 3000, false, 20));
    EXPECT_LT(hasty.drafter.width, few.drafter.width);
    const FamilyPlan many = planFamily(facts(200'000, 100, 400, true, 600));
    EXPECT_EQ(many.side, 256);
    EXPECT_EQ(many.vqvae.downsample(), 16);
    EXPECT_EQ(many.views, 1);
    EXPECT_GT(many.drafter.depth, few.drafter.depth);
    EXPECT_GT(many.varBatch, few.varBatch);
    const FamilyPlan scenes = planFamily(facts(0, 16, 128, false, 240));
    EXPECT_EQ(scenes.pictures, 8000);
    EXPECT_EQ(scenes.views, 1);
    for (const FamilyPlan& plan : {few, hasty, many, scenes}) {
        EXPECT_EQ(plan.side / plan.vqvae.downsample(), 16);
        EXPECT_EQ(plan.drafter.width % plan.drafter.heads, 0);
        EXPECT_EQ(plan.refiner.width % plan.refiner.heads, 0);
        EXPECT_LT(plan.refiner.width, plan.drafter.width);
    }
}

TEST(FamilyPlan, IsToldWithSizesAndMinutes) {
    const FamilyFacts known = facts(300, 3, 3000, false, 120);
    const std::string text = planText(known, planFamily(known));
    for (const char* part :
         {"300 pictures in 3 classes, made 128 x 128 pixels", "medium for a CPU", "13 views",
          "depth 7, width 224, 7 heads", "million parameters", "evaluation", "min"})
        EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
}

TEST(FamilyPlan, ComesBackFromTheRunFolder) {
    FamilyFacts known = facts(300, 3, 3000, true, 7.25);
    for (const auto& splits : {std::vector<int>{6, 8}, std::vector<int>{}}) {
        known.splits = splits;
        FamilyRun run;
        run.settings = settingsOf(known);
        EXPECT_EQ(factsOf(run), known);
    }
    FamilyRun broken;
    broken.settings = {{"pictures", "many"}};
    EXPECT_DUO_ERROR(factsOf(broken), ErrorKind::File, "'pictures'", "'many'");
}

TEST(FamilyPlan, LaterStagesShareWhatIsLeft) {
    std::vector<FamilyStage> stages{{"a", "", 10}, {"b", "", 20}, {"c", "", 10}};
    EXPECT_DOUBLE_EQ(minutesFor(stages, 0, 40), 10);
    stages[0].seconds = 60 * 25;  // took too long
    EXPECT_DOUBLE_EQ(minutesFor(stages, 1, 40), 10);
    stages[1].seconds = 60 * 10;
    EXPECT_DOUBLE_EQ(minutesFor(stages, 2, 40), 5);
    EXPECT_DOUBLE_EQ(minutesFor(stages, 2, 20), 1) << "a tenth, where nothing is left";
}

TEST(FamilyPlan, RefusesWhatCannotBe) {
    FamilyFacts bad = facts(300, 3, 3000, false, 0);
    EXPECT_DUO_ERROR(planFamily(bad), ErrorKind::Usage, "minutes");
    bad.minutes = 10;
    bad.side = 100;
    EXPECT_DUO_ERROR(planFamily(bad), ErrorKind::Usage, "found 100");
    bad.side = 128;
    bad.splits = {10};
    EXPECT_DUO_ERROR(planFamily(bad), ErrorKind::Usage, "from 1 to 9", "found 10");
    EXPECT_DUO_ERROR(familySizeNamed("huge"), ErrorKind::Usage, "huge", "medium");
}

}  // namespace
}  // namespace duo::test
