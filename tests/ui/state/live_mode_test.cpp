#include "state/live_mode.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "silent_core.h"

namespace duo::ui::test {
namespace {

struct LiveModeTest : testing::Test, SilentCore {
    QTemporaryDir folder;
    CostModel costs{settings, models, folder.filePath("costs.json")};
    RunQueue queue{core, settings, models, costs, notices};
    LiveMode live{settings, queue};
    QSignalSpy added{&queue, &RunQueue::runAdded};

    LiveModeTest() {
        open();
        settings.setClasses({{1, 1}});
        settings.setSeedMode(SeedMode::Fixed);
    }
};

TEST_F(LiveModeTest, ManyChangesOfOneTurnAreOneRun) {
    live.setOn(true);
    settings.setSplit(1);
    settings.setSplit(2);
    EXPECT_EQ(added.size(), 0) << "the caller is not kept waiting";
    QCoreApplication::processEvents();
    ASSERT_EQ(added.size(), 1);
    EXPECT_TRUE(queue.runs().back()->live);
    EXPECT_EQ(queue.runs().back()->request.plan.split(), 2);
}

TEST_F(LiveModeTest, ANewRunDropsTheOneBefore) {
    live.setOn(true);
    QCoreApplication::processEvents();
    settings.setSplit(1);
    QCoreApplication::processEvents();
    EXPECT_EQ(added.size(), 2);
    EXPECT_EQ(core.waiting(), std::vector{queue.runs().back()->tag});
}

TEST_F(LiveModeTest, ASettingThatChangesNoPictureStartsNothing) {
    live.setOn(true);
    QCoreApplication::processEvents();
    settings.setSeedMode(SeedMode::Next);
    QCoreApplication::processEvents();
    EXPECT_EQ(added.size(), 1);
    queue.generate();  // takes the next seed
    QCoreApplication::processEvents();
    EXPECT_EQ(added.size(), 2) << "the run itself";
}

TEST_F(LiveModeTest, TurningItOffDropsItsRun) {
    QSignalSpy toggled(&live, &LiveMode::toggled);
    live.setOn(true);
    live.setOn(true);
    QCoreApplication::processEvents();
    live.setOn(false);
    EXPECT_EQ(toggled.size(), 2);
    EXPECT_TRUE(core.waiting().empty());
    settings.setSplit(1);
    QCoreApplication::processEvents();
    EXPECT_EQ(added.size(), 1);
}

TEST_F(LiveModeTest, TurningItOffKeepsTheSeedForTheNextRun) {
    settings.setSeedMode(SeedMode::Random);
    settings.setSeed(41);
    live.setOn(true);
    QCoreApplication::processEvents();
    EXPECT_EQ(queue.runs().back()->request.seed, 41U);
    live.setOn(false);
    EXPECT_EQ(settings.seedMode(), SeedMode::Fixed);
    EXPECT_EQ(queue.generate()->request.seed, 41U);
}

TEST_F(LiveModeTest, WithoutClassesNothingStarts) {
    settings.setClasses({});
    live.setOn(true);
    QCoreApplication::processEvents();
    EXPECT_EQ(added.size(), 0);
}

}  // namespace
}  // namespace duo::ui::test
