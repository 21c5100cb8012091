#include "state/run_recorder.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTemporaryDir>

#include "silent_core.h"

namespace duo::ui::test {
namespace {

struct RunRecorderTest : testing::Test, SilentCore {
    QTemporaryDir folder;
    CostModel costs{settings, models, folder.filePath("costs.json")};
    HistoryStore history{folder.filePath("history")};
    RunQueue queue{core, settings, models, costs, notices};
    Selection selection;
    SelectionFollower follower{selection};
    RunRecorder recorder{core, {queue, models, costs, history, follower, notices}};

    RunRecorderTest() {
        open();
        settings.setClasses({{1, 2}});
        settings.setSplit(2);
    }
    void tell(const RunPtr& run, const Event& event) { emit core.jobEvent(run->tag, event); }
    void end(const RunPtr& run, const Event& event) { emit core.jobEnded(run->tag, event); }
    RunPtr begun(RunPtr run) {
        tell(run, JobStarted{});
        tell(run, someLoaded());
        return run;
    }
    static Pixels grey(int side) {
        return {side, side, std::vector<std::uint8_t>(static_cast<std::size_t>(3) * side * side)};
    }
    // For both pictures, with previews.
    static ScaleDone scale(int k) {
        ScaleDone done;
        done.pictures = 2;
        done.scale = k;
        done.side = k + 1;
        done.tokens = 2 * (k + 1) * (k + 1);
        done.model = k < 2 ? ModelRole::Drafter : ModelRole::Refiner;
        done.transformerMs = 4;
        done.samplingMs = 2;
        done.pyramidMs = 1;
        done.prefill = k == 2;
        done.previews = {grey(8), grey(8)};
        return done;
    }
    static PictureDone picture(int index) {
        PictureDone done;
        done.index = index;
        done.label = 1;
        done.labelName = "goldfish, Carassius auratus";
        done.pixels = grey(16);
        return done;
    }
};

TEST_F(RunRecorderTest, RecordsScalesMemoryAndPictures) {
    const RunPtr run = queue.generate();
    EXPECT_EQ(run->state, RunState::Waiting);
    tell(run, JobStarted{});
    EXPECT_EQ(run->state, RunState::Loading);
    tell(run, MemorySample{});
    EXPECT_TRUE(run->memory.empty()) << "that is the memory of loading";
    tell(run, someLoaded());
    EXPECT_EQ(run->state, RunState::Running);
    QSignalSpy scales(&recorder, &RunRecorder::scaleFinished);
    QSignalSpy pictures(&recorder, &RunRecorder::pictureFinished);
    for (int k = 0; k < kSides; ++k) {
        if (k == 2) tell(run, HandOver{.nextScale = 2});
        tell(run, scale(k));
    }
    EXPECT_EQ(scales.size(), kSides);
    EXPECT_EQ(run->scales[2].ms, 7);
    EXPECT_TRUE(run->scales[2].prefill);
    EXPECT_EQ(run->memory.size(), 5U) << "a point a scale, one at the hand-over";
    EXPECT_EQ(run->scales[0].memory.of(MemoryOwner::Drafter, MemoryKind::Weights), 300);
    EXPECT_GT(run->progress, 0);
    EXPECT_LT(run->progress, 1);
    EXPECT_EQ(selection.picture(), run->pictures[0]);
    for (int i = 0; i < 2; ++i) tell(run, picture(i));
    EXPECT_EQ(pictures.size(), 2);
    EXPECT_EQ(run->pictures[1]->final.size(), QSize(16, 16));
    EXPECT_EQ(run->pictures[1]->labelName, "goldfish");
    EXPECT_EQ(run->pictures[1]->scales.back().size(), QSize(8, 8)) << "its own preview stays";
    EXPECT_EQ(history.rowCount(), 2);
}

TEST_F(RunRecorderTest, AFinishedRunTeachesItsCost) {
    const RunPtr run = begun(queue.generate());
    for (int k = 0; k < kSides; ++k) tell(run, scale(k));
    EXPECT_FALSE(costs.predict(2).has_value());
    JobDone done;
    done.report.pictures = 2;
    done.report.decodeMs = 28;
    end(run, done);
    EXPECT_EQ(run->state, RunState::Done);
    EXPECT_EQ(run->progress, 1);
    EXPECT_EQ(run->secondsLeft, -1);
    EXPECT_EQ(run->pictures[0]->decodeMs, 14);
    EXPECT_TRUE(costs.predict(2).has_value());
}

TEST_F(RunRecorderTest, ANewBatchBeginsItsScalesAnew) {
    const RunPtr run = begun(queue.generate());
    for (int k = 0; k < kSides; ++k) tell(run, scale(k));
    tell(run, scale(0));
    EXPECT_TRUE(run->scales[0].done);
    EXPECT_FALSE(run->scales[1].done);
}

TEST_F(RunRecorderTest, AScaleOfASweepGoesToEverySplitThatDraftsIt) {
    const RunPtr run = begun(queue.sweep(settings.request(7), {1, 3}));
    tell(run, scale(1));  // for all splits
    EXPECT_TRUE(run->pictures[0]->scales[1].isNull()) << "N = 1 refines scale 1";
    EXPECT_FALSE(run->pictures[2]->scales[1].isNull());
    ScaleDone own = scale(1);
    own.sweepSplit = 1;
    tell(run, own);
    EXPECT_FALSE(run->pictures[0]->scales[1].isNull());
    PictureDone finished = picture(0);
    finished.sweepSplit = 3;
    tell(run, finished);
    tell(run, SweepSplitDone{.split = 3, .pictures = 2, .decodeMs = 50});
    EXPECT_TRUE(run->splitFigures[1].done);
    EXPECT_EQ(run->pictures[2]->decodeMs, 25);
    EXPECT_EQ(history.rowCount(), 0) << "a sweep is not kept";
    EXPECT_EQ(selection.picture(), nullptr);
}

TEST_F(RunRecorderTest, AFailureIsToldWithItsRemedy) {
    const RunPtr run = begun(queue.generate());
    end(run, JobFailed{0, 0, ErrorKind::Memory, "Out of memory.", ""});
    EXPECT_EQ(run->state, RunState::Failed);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].remedy, Notice::Remedy::HalveBatch);
    EXPECT_EQ(told[0].run, run->tag);
}

TEST_F(RunRecorderTest, ALiveRunThatWasReplacedIsSilent) {
    RunPtr run = queue.draft();
    run->live = true;
    run = begun(queue.add(std::move(run), true));
    run->stopping = true;
    tell(run, scale(0));
    EXPECT_FALSE(run->scales[0].done);
    end(run, JobFailed{0, 0, ErrorKind::Memory, "Out of memory.", ""});
    EXPECT_EQ(run->state, RunState::Cancelled);
    EXPECT_TRUE(told.empty());
}

TEST_F(RunRecorderTest, APictureOfLiveModeIsKeptWhenAsked) {
    RunPtr run = queue.draft();
    run->live = true;
    run = begun(queue.add(std::move(run)));
    EXPECT_FALSE(recorder.keep(run->pictures[0])) << "it is not finished";
    tell(run, picture(0));
    EXPECT_EQ(history.rowCount(), 0) << "live pictures are not kept by themselves";
    EXPECT_TRUE(recorder.keep(run->pictures[0]));
    EXPECT_EQ(history.rowCount(), 1);
    EXPECT_FALSE(recorder.keep(run->pictures[0])) << "it is there already";
    EXPECT_EQ(history.rowCount(), 1);
    EXPECT_FALSE(recorder.keep(std::make_shared<Picture>())) << "of no run of the session";
    EXPECT_FALSE(recorder.keep(nullptr));
}

TEST_F(RunRecorderTest, ASmallerBatchIsTold) {
    const RunPtr run = begun(queue.generate());
    tell(run, BatchCut{.asked = 8, .pictures = 4, .batches = 2, .pictureBytes = 1 << 20});
    ASSERT_EQ(told.size(), 1U);
    EXPECT_FALSE(told[0].error);
}

}  // namespace
}  // namespace duo::ui::test
