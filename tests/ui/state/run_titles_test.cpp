#include "state/run_titles.h"

#include <gtest/gtest.h>

#include "silent_core.h"

namespace duo::ui::test {
namespace {

struct RunTitlesTest : testing::Test, SilentCore {
    duo::ui::Run run;

    RunTitlesTest() {
        open();
        run.request.labels = {1};
        run.request.seed = 7;
        run.request.plan = DecodePlan::published(kSides, 2);
    }
};

TEST_F(RunTitlesTest, NameClassSplitAndSeed) {
    EXPECT_EQ(titleOf(run, models), "goldfish, N = 2, seed 7");
}

TEST_F(RunTitlesTest, CountTheOtherClassesOnce) {
    run.request.labels = {1, 0, 0, 2, 1};
    EXPECT_TRUE(titleOf(run, models).startsWith("goldfish and 2 more"))
        << titleOf(run, models).toStdString();
}

TEST_F(RunTitlesTest, SayThatThereIsNoClass) {
    run.request.labels.clear();
    EXPECT_TRUE(titleOf(run, models).startsWith("no class, "));
}

TEST_F(RunTitlesTest, CountTheSplitsOfASweep) {
    run.kind = RunKind::Sweep;
    run.splits = {0, 2, 4};
    const QString title = titleOf(run, models);
    EXPECT_TRUE(title.startsWith("goldfish, 3 split")) << title.toStdString();
    EXPECT_TRUE(title.endsWith("seed 7"));
}

TEST_F(RunTitlesTest, NameThePairOfASplit) {
    run.files.drafter = "/models/drafter_2";
    EXPECT_EQ(titleOf(run, models), "goldfish, N = 2 (specialised), seed 7");
    run.kind = RunKind::Sweep;
    run.splits = {2};
    EXPECT_EQ(titleOf(run, models), "goldfish, N = 2 (specialised), seed 7");
}

TEST_F(RunTitlesTest, NameAPictureOfTheRun) {
    Picture picture;
    picture.label = 0;
    picture.split = 3;
    EXPECT_EQ(titleOf(picture, run, models), "tench, N = 3, seed 7");
    picture.image = 2;
    EXPECT_EQ(titleOf(picture, run, models), "tench, N = 3, seed 7, picture 3");
    picture.image = 0;
    picture.labelName = "koi";
    EXPECT_EQ(titleOf(picture, run, models), "koi, N = 3, seed 7") << "its own name goes first";
    picture.split = -1;
    EXPECT_EQ(titleOf(picture, run, models), "koi, mixed models, seed 7");
}

}  // namespace
}  // namespace duo::ui::test
