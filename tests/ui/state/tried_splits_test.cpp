// Splits tried with one class and seed, and plain VAR's picture decoded for them, by the real core.
#include "state/tried_splits.h"

#include "studio_fixture.h"

namespace duo::ui::test {
namespace {

struct TriedSplitsTest : StudioTest {
    RunPtr make(int split) {
        studio.settings().setSplit(split);
        const RunPtr run = studio.queue().generate();
        EXPECT_TRUE(finish(run));
        return run;
    }
    std::vector<int> splitsBeside(const PicturePtr& picture) {
        std::vector<int> splits;
        for (const PicturePtr& tried : studio.tried().of(*picture)) splits.push_back(tried->split);
        return splits;
    }
};

TEST_F(TriedSplitsTest, HoldsThePicturesThatDifferInTheirSplitAlone) {
    ASSERT_TRUE(ready());
    const RunPtr four = make(4), two = make(2);
    EXPECT_EQ(splitsBeside(four->pictures[0]), (std::vector{2, 4}));
    EXPECT_EQ(studio.tried().of(*four->pictures[1])[0], two->pictures[1]);
    EXPECT_EQ(studio.tried().plainVarOf(*four->pictures[0]), nullptr);
    studio.settings().setSeed(8);
    const RunPtr other = make(2);
    EXPECT_EQ(splitsBeside(other->pictures[0]), (std::vector{2})) << "another seed";
    studio.settings().setSeed(7);
    const RunPtr newer = make(2);
    EXPECT_EQ(studio.tried().of(*four->pictures[0])[0], newer->pictures[0]) << "the newest counts";
    EXPECT_TRUE(splitsBeside(two->pictures[0]).empty()) << "it was replaced";
    EXPECT_TRUE(studio.tried().of(Picture{}).empty());
}

TEST_F(TriedSplitsTest, TheGhostIsDecodedOnceWhileTheCoreIsIdle) {
    ASSERT_TRUE(ready());
    const RunPtr run = make(4);
    studio.selection().setPicture(run->pictures[0]);
    EXPECT_EQ(studio.ghost().picture(), nullptr);
    studio.ghost().setKind(PlainGhost::Kind::Wipe);
    EXPECT_TRUE(studio.ghost().isComing());
    ASSERT_TRUE(waitFor([&] { return studio.ghost().picture() != nullptr; }));
    EXPECT_EQ(studio.ghost().picture()->split, kScales);
    EXPECT_EQ(studio.selection().picture(), run->pictures[0]) << "it is not shown by itself";
    const std::size_t runs = studio.queue().runs().size();
    const RunPtr two = make(2);
    studio.selection().setPicture(two->pictures[0]);
    QTest::qWait(500);
    EXPECT_NE(studio.ghost().picture(), nullptr);
    EXPECT_EQ(studio.queue().runs().size(), runs + 1) << "no second run of plain VAR";
    studio.selection().setPicture(studio.ghost().picture());
    EXPECT_EQ(studio.ghost().picture(), nullptr) << "plain VAR is not laid over itself";
    EXPECT_FALSE(studio.ghost().isComing());
}

TEST_F(TriedSplitsTest, TheGhostStaysInLiveMode) {
    ASSERT_TRUE(ready());
    studio.settings().setSplit(4);
    studio.ghost().setKind(PlainGhost::Kind::Difference);
    studio.live().setOn(true);
    ASSERT_TRUE(waitFor([&] { return studio.ghost().picture() != nullptr; }));
    const PicturePtr plain = studio.ghost().picture();
    studio.settings().setSplit(3);
    ASSERT_TRUE(waitFor([&] {
        const PicturePtr shown = studio.selection().picture();
        return shown && shown->split == 3 && !shown->final.isNull();
    }));
    EXPECT_EQ(studio.ghost().picture(), plain);
    EXPECT_EQ(studio.queue().runs().back()->takenOver.prefix.scales, 3);
}

}  // namespace
}  // namespace duo::ui::test
