#include "state/remedies.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QTemporaryDir>

#include "silent_core.h"

namespace duo::ui::test {
namespace {

struct RemediesTest : testing::Test, SilentCore {
    QTemporaryDir folder;
    CostModel costs{settings, models, folder.filePath("costs.json")};
    RunQueue queue{core, settings, models, costs, notices};
    LiveMode live{settings, queue};
    Remedies remedies{notices, core, settings, queue, live};

    RemediesTest() {
        open();
        settings.setClasses({{1, 4}});
        settings.setBatch(4);
    }
    // A run of these settings that failed and left the core's queue.
    RunPtr failedRun(bool ofLiveMode = false) {
        RunPtr run = queue.draft();
        run->live = ofLiveMode;
        run = queue.add(std::move(run));
        queue.cancel(run->tag);
        run->state = RunState::Failed;
        return run;
    }
    void apply(Notice::Remedy remedy, Tag run) {
        notices.applyRemedy({Notice::Place::Run, true, {}, {}, remedy, run});
    }
    // The run that a remedy queued.
    RunPtr repeated(const RunPtr& failed) const {
        const RunPtr newest = queue.runs().back();
        return newest == failed ? nullptr : newest;
    }
};

TEST_F(RemediesTest, HalfTheBatchRunsAgainAndStays) {
    const RunPtr failed = failedRun();
    apply(Notice::Remedy::HalveBatch, failed->tag);
    ASSERT_TRUE(repeated(failed));
    EXPECT_EQ(repeated(failed)->request.batch, 2);
    EXPECT_EQ(repeated(failed)->request.seed, failed->request.seed);
    EXPECT_EQ(settings.batch(), 2);
    EXPECT_EQ(failed->request.batch, 4) << "the failed run stays as it was";
}

TEST_F(RemediesTest, ABatchOfOneStaysOne) {
    settings.setBatch(1);
    const RunPtr failed = failedRun();
    apply(Notice::Remedy::HalveBatch, failed->tag);
    EXPECT_EQ(repeated(failed)->request.batch, 1);
}

TEST_F(RemediesTest, AnotherPrecisionRunsAgainAndStays) {
    const RunPtr failed = failedRun();
    apply(Notice::Remedy::OtherPrecision, failed->tag);
    ASSERT_TRUE(repeated(failed));
    EXPECT_EQ(repeated(failed)->compute.precision, Precision::BFloat16);
    EXPECT_EQ(settings.compute().precision, Precision::BFloat16);
    EXPECT_EQ(core.waiting().back(), repeated(failed)->tag);
}

TEST_F(RemediesTest, RunAgainChangesNothing) {
    const RunPtr failed = failedRun();
    apply(Notice::Remedy::RunAgain, failed->tag);
    ASSERT_TRUE(repeated(failed));
    EXPECT_EQ(repeated(failed)->request, failed->request);
    EXPECT_EQ(settings.batch(), 4);
}

TEST_F(RemediesTest, DialogsAreTheWindows) {
    const RunPtr failed = failedRun();
    apply(Notice::Remedy::ChooseModels, failed->tag);
    apply(Notice::Remedy::ChooseFolder, failed->tag);
    apply(Notice::Remedy::None, failed->tag);
    EXPECT_FALSE(repeated(failed));
}

TEST_F(RemediesTest, AForgottenRunIsNotRepeated) {
    const RunPtr failed = failedRun();
    apply(Notice::Remedy::HalveBatch, failed->tag + 1000);
    EXPECT_FALSE(repeated(failed));
    EXPECT_EQ(settings.batch(), 4);
}

TEST_F(RemediesTest, LiveModeAnswersTheChangedSettingItself) {
    live.setOn(true);
    QCoreApplication::processEvents();
    const RunPtr failed = failedRun(true);
    const std::size_t before = queue.runs().size();
    apply(Notice::Remedy::HalveBatch, failed->tag);
    EXPECT_EQ(queue.runs().size(), before) << "the remedy itself queues nothing";
    QCoreApplication::processEvents();
    ASSERT_EQ(queue.runs().size(), before + 1);
    EXPECT_EQ(queue.runs().back()->request.batch, 2);
}

}  // namespace
}  // namespace duo::ui::test
