// Live mode: every change starts a new run and drops the one before.
#include "studio_fixture.h"

namespace duo::ui::test {
namespace {

struct StudioLiveTest : StudioTest {
    RunPtr newest() {
        return studio.queue().runs().empty() ? nullptr : studio.queue().runs().back();
    }
};

TEST_F(StudioLiveTest, AChangeStartsARunAtOnce) {
    ASSERT_TRUE(ready());
    QSignalSpy live(&studio.live(), &LiveMode::toggled),
        added(&studio.queue(), &RunQueue::runAdded);
    studio.live().setOn(true);
    EXPECT_EQ(live.size(), 1);
    ASSERT_TRUE(waitFor([&] { return added.size() == 1; }));
    studio.settings().setSplit(2);
    EXPECT_EQ(added.size(), 1);  // the slot that changes settings is not kept waiting
    QCoreApplication::processEvents();
    ASSERT_EQ(added.size(), 2);
    const RunPtr run = newest();
    EXPECT_TRUE(run->live);
    EXPECT_EQ(run->request.plan.split(), 2);
    EXPECT_EQ(run->request.seed, 7u);
    ASSERT_TRUE(finish(run));
    EXPECT_EQ(studio.history().rowCount(), 0);
}

TEST_F(StudioLiveTest, StaleRunsAreDropped) {
    ASSERT_TRUE(ready());
    studio.settings().setClasses({{3, 40}});
    studio.live().setOn(true);
    ASSERT_TRUE(waitFor([&] { return newest() && newest()->state == RunState::Running; }));
    const RunPtr stale = newest();
    ASSERT_TRUE(decoding(stale));
    studio.settings().setSplit(1);
    QCoreApplication::processEvents();
    EXPECT_TRUE(stale->stopping);
    const RunPtr between = newest();
    studio.settings().setSplit(3);
    QCoreApplication::processEvents();
    EXPECT_EQ(between->state, RunState::Cancelled);  // it never began
    const RunPtr last = newest();
    EXPECT_NE(last, between);
    ASSERT_TRUE(decoding(last));
    EXPECT_EQ(stale->state, RunState::Cancelled);
    EXPECT_TRUE(between->memory.empty());
    ASSERT_TRUE(waitFor([&] { return studio.selection().picture() == last->pictures[0]; }));
    studio.live().setOn(false);
    ASSERT_TRUE(waitFor([&] { return over(last); }));
    EXPECT_EQ(last->state, RunState::Cancelled);
}

TEST_F(StudioLiveTest, ManyChangesKeepFewRuns) {
    ASSERT_TRUE(ready());
    studio.live().setOn(true);
    for (int i = 0; i < 40; ++i) {
        studio.settings().setSeed(100 + i);
        QCoreApplication::processEvents();
    }
    ASSERT_TRUE(finish(newest()));
    EXPECT_EQ(newest()->request.seed, 139u);
    EXPECT_LE(studio.queue().runs().size(), 5u);
}

TEST_F(StudioLiveTest, TheSelectionKeepsItsPlace) {
    ASSERT_TRUE(ready());
    studio.live().setOn(true);
    ASSERT_TRUE(waitFor([&] { return newest() && newest()->state == RunState::Done; }));
    studio.selection().setPicture(newest()->pictures[1]);
    studio.settings().setSplit(2);
    ASSERT_TRUE(waitFor([&] { return newest()->request.plan.split() == 2; }));
    const RunPtr next = newest();
    ASSERT_TRUE(finish(next));
    EXPECT_EQ(studio.selection().picture(), next->pictures[1]);
}

// By the real core: a picture that takes scales over is the one that decodes them all, to the last
// token and line of its metadata.
TEST_F(StudioLiveTest, AnotherSplitDecodesTheRefinersScalesAlone) {
    ASSERT_TRUE(ready());
    studio.settings().setSplit(4);
    studio.live().setOn(true);
    ASSERT_TRUE(waitFor([&] { return newest() && newest()->state == RunState::Done; }));
    studio.settings().setSplit(3);
    QCoreApplication::processEvents();
    const RunPtr live = newest();
    EXPECT_EQ(live->takenOver.prefix.scales, 3);
    ASSERT_TRUE(finish(live));
    studio.live().setOn(false);
    const RunPtr whole = studio.queue().generate();
    ASSERT_TRUE(finish(whole));
    EXPECT_EQ(whole->takenOver.prefix.scales, 0);
    for (std::size_t i = 0; i < whole->pictures.size(); ++i) {
        EXPECT_EQ(live->pictures[i]->tokens, whole->pictures[i]->tokens);
        EXPECT_EQ(live->pictures[i]->final, whole->pictures[i]->final);
        EXPECT_EQ(live->pictures[i]->provenance, whole->pictures[i]->provenance);
        for (const QImage& scale : live->pictures[i]->scales) EXPECT_FALSE(scale.isNull());
    }
    for (int k = 0; k < kScales; ++k) {
        EXPECT_EQ(live->scales[static_cast<std::size_t>(k)].kept, k < 3) << k;
        EXPECT_TRUE(live->scales[static_cast<std::size_t>(k)].done) << k;
    }
}

TEST_F(StudioLiveTest, GenerateTakesASeedOnceOnly) {
    ASSERT_TRUE(ready());
    studio.live().setOn(true);
    ASSERT_TRUE(waitFor([&] { return newest() && newest()->state == RunState::Done; }));
    const std::size_t before = studio.queue().runs().size();
    studio.settings().setSeedMode(SeedMode::Next);
    QTest::qWait(20);
    EXPECT_EQ(studio.queue().runs().size(), before);  // the picture is the same one
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(finish(run));
    QTest::qWait(50);
    EXPECT_EQ(newest(), run);
    EXPECT_EQ(run->request.seed, 8u);
    EXPECT_EQ(studio.history().rowCount(), 2);
}

}  // namespace
}  // namespace duo::ui::test
