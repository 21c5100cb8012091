#include "state/run_queue.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTemporaryDir>

#include "silent_core.h"

namespace duo::ui::test {
namespace {

struct RunQueueTest : testing::Test, SilentCore {
    QTemporaryDir folder;
    CostModel costs{settings, models, folder.filePath("costs.json")};
    RunQueue queue{core, settings, models, costs, notices};

    RunQueueTest() {
        settings.setClasses({{1, 2}});
        settings.setSeedMode(SeedMode::Fixed);
        settings.setSeed(7);
    }
    static std::vector<Tag> tagsOf(const std::vector<RunPtr>& runs) {
        std::vector<Tag> tags;
        for (const RunPtr& run : runs) tags.push_back(run->tag);
        return tags;
    }
};

TEST_F(RunQueueTest, RunsWaitInTheOrderTheyWereAskedFor) {
    open();
    QSignalSpy added(&queue, &RunQueue::runAdded);
    const RunPtr first = queue.generate(), second = queue.generate();
    const RunPtr urgent = queue.add(queue.draft(), true);
    EXPECT_EQ(added.size(), 3);
    EXPECT_EQ(core.waiting(), tagsOf({urgent, first, second}));
    EXPECT_EQ(queue.runs(), (std::vector{first, second, urgent}));
    EXPECT_EQ(queue.run(second->tag), second);
    EXPECT_EQ(queue.run(0), nullptr);
    EXPECT_EQ(queue.current(), urgent);
}

TEST_F(RunQueueTest, ADraftIsNotQueuedAndTakesNoSeed) {
    open();
    settings.setSeedMode(SeedMode::Next);
    EXPECT_EQ(queue.draft()->request.seed, 7U);
    EXPECT_TRUE(queue.runs().empty());
    bool taking = false;
    QObject::connect(&settings, &GenerationSettings::changed, &queue,
                     [&] { taking = queue.isTakingSeed(); });
    EXPECT_EQ(queue.generate()->request.seed, 8U);
    EXPECT_TRUE(taking);
    EXPECT_FALSE(queue.isTakingSeed());
}

TEST_F(RunQueueTest, WaitingRunsAreFittedToTheModels) {
    const RunPtr run = queue.generate();
    EXPECT_EQ(run->request.plan.scales.size(), 10U);
    const Tag before = run->tag;
    QSignalSpy changed(&queue, &RunQueue::runChanged);
    open(true, before + 1);
    EXPECT_EQ(run->request.plan.scales.size(), static_cast<std::size_t>(kSides));
    EXPECT_EQ(run->files, kFamily);
    EXPECT_EQ(run->pictures[0]->sides, (std::vector{1, 2, 3, 4}));
    EXPECT_EQ(run->pictures[0]->labelName, "goldfish");
    EXPECT_NE(run->tag, before);
    EXPECT_EQ(core.waiting(), std::vector{run->tag});
    EXPECT_GE(changed.size(), 1);
}

TEST_F(RunQueueTest, AFamilyThatIsNotLoadedIsLoadedFirst) {
    open();
    settings.setFiles({kFamily.vqvae, kFamily.refiner, kFamily.refiner});
    const RunPtr run = queue.generate();
    ASSERT_EQ(core.waiting().size(), 2U);
    EXPECT_EQ(core.waiting().back(), run->tag);
}

TEST_F(RunQueueTest, PlainVarIsFoundBesideItsRun) {
    open();
    settings.setSplit(2);
    const RunPtr run = queue.generate();
    const RunPtr plain = queue.compareWithPlainVar(run);
    EXPECT_TRUE(plain->comparison);
    EXPECT_EQ(plain->request.plan.split(), kSides);
    EXPECT_EQ(queue.plainVarOf(run), nullptr) << "it has not been measured";
    plain->state = RunState::Done;
    EXPECT_EQ(queue.plainVarOf(run), plain);
    EXPECT_EQ(queue.plainVarOf(plain), nullptr);
}

TEST_F(RunQueueTest, SplitsWithTheirOwnPairAreRunsOfTheirOwn) {
    open();
    settings.setSpecialised(true);
    const auto runs = queue.sweepEachByItsPair(settings.request(7), {1, 2, 4});
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0]->splits, (std::vector{1, 4}));
    EXPECT_EQ(runs[0]->pictures.size(), 4U);
    EXPECT_EQ(runs[1]->splits, std::vector{2});
    EXPECT_TRUE(runs[1]->specialised());
}

TEST_F(RunQueueTest, CancelAndClearDropWaitingJobs) {
    open();
    const RunPtr first = queue.generate(), second = queue.generate();
    queue.cancel(first->tag);
    EXPECT_EQ(core.waiting(), std::vector{second->tag});
    queue.generate();
    queue.stopAll();
    EXPECT_TRUE(core.waiting().empty());
}

TEST_F(RunQueueTest, ForgetsLiveRunsThatAreOver) {
    open();
    for (int i = 0; i < 8; ++i) {
        RunPtr run = queue.draft();
        run->live = true;
        run = queue.add(std::move(run), true);
        run->state = RunState::Done;
        queue.tellEnded(run);
    }
    EXPECT_EQ(queue.runs().size(), 4U);
    const RunPtr kept = queue.generate();
    EXPECT_EQ(queue.runs().back(), kept);
}

}  // namespace
}  // namespace duo::ui::test
