// The core is killed in the middle of a run: the window stays, says so, and goes on.
#include <gtest/gtest.h>
#include <signal.h>

#include <QtTest>

#include "ui/window/studio_window.h"

namespace duo::ui::test {
namespace {

TEST(CoreDeath, KeepsWindowQueueHistoryAndSettings) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    GenerationSettings& settings = studio.studio().settings();
    settings.setClasses({{0, 1}});
    settings.setSplit(5);
    studio.studio().queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    const int kept = studio.studio().history().rowCount();
    settings.setClasses({{1, 64}});
    settings.setBatch(1);
    const RunPtr hit = studio.studio().queue().generate();
    settings.setClasses({{0, 1}});
    const RunPtr next = studio.studio().queue().generate();
    ASSERT_TRUE(waitFor([&] { return finishedPictures(hit) > 0; }));
    QSignalSpy noticed(&studio.studio().notices(), &NoticeCentre::noticed);
    ASSERT_EQ(::kill(static_cast<pid_t>(studio.studio().core().processId()), SIGKILL), 0);
    ASSERT_TRUE(waitFor([&] { return hit->state == RunState::Failed; }));
    EXPECT_FALSE(hit->failure.message.empty());
    EXPECT_GE(noticed.count(), 1);
    ASSERT_TRUE(studio.waitUntilIdle());
    EXPECT_EQ(next->state, RunState::Done) << next->failure.message;
    EXPECT_GT(studio.studio().history().rowCount(), kept);
    EXPECT_EQ(settings.split(), 5);
    EXPECT_TRUE(studio.window().isVisible());
}

TEST(CoreDeath, ACoreElsewhereIsTheSameThing) {
    StudioWindow studio({"sh", "-c", QStringLiteral("exec '%1' serve").arg(DUO_CLI)});
    ASSERT_TRUE(studio.waitUntilLoaded());
    studio.studio().settings().setClasses({{0, 1}});
    const RunPtr run = studio.studio().queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    EXPECT_EQ(run->state, RunState::Done) << run->failure.message;
}

TEST(CoreDeath, AMissingCoreIsSaidInAWindowThatStays) {
    StudioWindow studio({"/nonexistent/duoscale-cli", "serve"});
    ASSERT_TRUE(waitFor([&] { return studio.studio().core().state() == CoreState::Down; }));
    EXPECT_TRUE(studio.studio().core().stateText().contains("duoscale-cli"));
    EXPECT_TRUE(studio.window().isVisible());
}

}  // namespace
}  // namespace duo::ui::test
