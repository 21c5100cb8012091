#include "state/selection_follower.h"

#include <gtest/gtest.h>

#include "state/some_picture.h"

namespace duo::ui {
namespace {

RunPtr runOfTwo() {
    auto run = std::make_shared<Run>();
    for (int i = 0; i < 2; ++i) {
        run->pictures.push_back(somePicture(i));
        run->pictures.back()->index = i;
    }
    return run;
}

struct SelectionFollowerTest : testing::Test {
    Selection selection;
    SelectionFollower follower{selection};
};

TEST_F(SelectionFollowerTest, FollowsUntilAPersonChooses) {
    const RunPtr first = runOfTwo(), second = runOfTwo();
    follower.follow(first);
    EXPECT_EQ(selection.picture(), first->pictures[0]);
    follower.follow(second);
    EXPECT_EQ(selection.picture(), second->pictures[0]);
    selection.setPicture(first->pictures[1]);
    follower.follow(second);
    EXPECT_EQ(selection.picture(), first->pictures[1]);
    follower.resume();
    follower.follow(second);
    EXPECT_EQ(selection.picture(), second->pictures[0]);
}

TEST_F(SelectionFollowerTest, LiveRunsKeepThePlaceThatWasChosen) {
    const RunPtr first = runOfTwo(), second = runOfTwo();
    selection.setPicture(first->pictures[1]);
    follower.resume();
    second->live = true;
    follower.follow(second);
    EXPECT_EQ(selection.picture(), second->pictures[1]);
}

TEST_F(SelectionFollowerTest, ComparisonsAndSweepsAreNotFollowed) {
    const RunPtr plain = runOfTwo(), sweep = runOfTwo();
    plain->comparison = true;
    sweep->kind = RunKind::Sweep;
    follower.follow(plain);
    follower.follow(sweep);
    EXPECT_EQ(selection.picture(), nullptr);
}

}  // namespace
}  // namespace duo::ui
