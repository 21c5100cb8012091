// What a person does about runs from the window: keep, stop, quit, start the core again, adopt the
// split of the picture shown.
#include <gtest/gtest.h>

#include <QtTest>

#include "panels/notice_bar.h"
#include "ui/window/studio_window.h"
#include "views/sweep_tabs.h"
#include "views/sweep_view.h"
#include "widgets/scrubber.h"
#include "window/rail_panel.h"
#include "window/status_line.h"

namespace duo::ui::test {
namespace {

struct RunActions : testing::Test {
    StudioWindow studio;

    GenerationSettings& settings() { return studio.studio().settings(); }
    RunQueue& queue() { return studio.studio().queue(); }
    QMessageBox* quitQuestion() { return studio.find<QMessageBox>("quitQuestion"); }
    QString wordsOf(QWidget& widget) {
        QString all;
        for (const QLabel* label : widget.findChildren<QLabel*>()) {
            if (label->isVisible()) all += label->text() + '\n';
        }
        return all;
    }
    // Long enough for a person to act.
    RunPtr longRun() {
        settings().setClasses({{1, 64}});
        settings().setBatch(1);
        return queue().generate();
    }
};

TEST_F(RunActions, KPutsALivePictureIntoTheHistory) {
    ASSERT_TRUE(studio.waitUntilLoaded());
    settings().setClasses({{3, 1}});
    const WindowActions& actions = studio.window().actions();
    actions.live->trigger();
    ASSERT_TRUE(waitFor([&] { return actions.keep->isEnabled(); }));
    EXPECT_EQ(studio.studio().history().rowCount(), 0);
    QTest::keyClick(&studio.window(), Qt::Key_K);
    EXPECT_EQ(studio.studio().history().rowCount(), 1);
    EXPECT_TRUE(waitFor([&] { return !actions.keep->isEnabled(); })) << "it is kept already";
}

TEST_F(RunActions, QuittingInARunAsksFirst) {
    ASSERT_TRUE(studio.waitUntilLoaded());
    const RunPtr run = longRun();
    QTest::keyClick(&studio.window(), Qt::Key_Q, Qt::ControlModifier);
    ASSERT_NE(quitQuestion(), nullptr);
    EXPECT_TRUE(studio.window().isVisible());
    QTest::keyClick(quitQuestion(), Qt::Key_Escape);
    EXPECT_TRUE(studio.window().isVisible());
    EXPECT_TRUE(run->isActive());
    ASSERT_TRUE(waitFor([&] { return quitQuestion() == nullptr; }));
    studio.window().close();
    ASSERT_NE(quitQuestion(), nullptr);
    QTest::mouseClick(quitQuestion()->buttons().first(), Qt::LeftButton);
    EXPECT_TRUE(waitFor([&] { return !studio.window().isVisible(); }));
}

TEST_F(RunActions, EscapeStopsEveryRowOfASweep) {
    ASSERT_TRUE(studio.waitUntilLoaded());
    settings().setClasses({{1, 1}});
    studio.window().actions().sweep->trigger();
    SweepView& sweep = studio.find<SweepTabs>()->sweep();
    sweep.controls().setChoice({.rows = SweepModel::Rows::Seeds, .seeds = 6});
    sweep.start();
    ASSERT_GT(sweep.model().runs().size(), 1U);
    ASSERT_TRUE(waitFor([&] { return studio.window().actions().stopNextScale->isEnabled(); }));
    QTest::keyClick(&studio.window(), Qt::Key_Escape);
    ASSERT_TRUE(studio.waitUntilIdle());
    for (const RunPtr& run : sweep.model().runs()) EXPECT_FALSE(run->isActive());
    EXPECT_TRUE(sweep.statusText().contains("Stopped")) << sweep.statusText().toStdString();
}

TEST_F(RunActions, AStoppedRunSaysWhatIsThere) {
    ASSERT_TRUE(studio.waitUntilLoaded());
    const RunPtr run = longRun();
    ASSERT_TRUE(waitFor([&] { return finishedPictures(run) > 0; }));
    studio.window().actions().stopAfterPicture->trigger();
    ASSERT_TRUE(studio.waitUntilIdle());
    const QString words = wordsOf(*studio.find<StatusLine>());
    const QString kept = QStringLiteral("%1 of 64 pictures").arg(finishedPictures(run));
    EXPECT_TRUE(words.contains(kept)) << words.toStdString();
}

TEST_F(RunActions, TheStatusBarIsNotOfAFinishedComparison) {
    ASSERT_TRUE(studio.waitUntilLoaded());
    settings().setClasses({{3, 1}});
    settings().setSplit(2);
    const RunPtr run = queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    const RunPtr plain = queue().compareWithPlainVar(run);
    ASSERT_TRUE(studio.waitUntilIdle());
    ASSERT_EQ(plain->state, RunState::Done);
    EXPECT_TRUE(wordsOf(*studio.find<StatusLine>()).contains("N = 2"))
        << wordsOf(*studio.find<StatusLine>()).toStdString();
}

TEST_F(RunActions, TheSplitOfThePictureShownIsAdoptedByAClick) {
    ASSERT_TRUE(studio.waitUntilLoaded());
    settings().setClasses({{2, 1}});
    settings().setSplit(8);
    queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    auto* shown = studio.find<QToolButton>("shownSplit");
    EXPECT_FALSE(shown->isVisible()) << "picture and next run agree";
    const int y = shown->y();
    settings().setSplit(5);
    ASSERT_TRUE(shown->isVisible());
    EXPECT_EQ(shown->y(), y) << "nothing jumps";
    EXPECT_EQ(shown->text(), "Shown: N = 8");
    QTest::mouseClick(shown, Qt::LeftButton);
    EXPECT_EQ(settings().split(), 8);
    EXPECT_FALSE(shown->isVisible());
}

TEST_F(RunActions, SteppingThroughScalesPausesThePlay) {
    ASSERT_TRUE(studio.waitUntilLoaded());
    settings().setClasses({{2, 1}});
    queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    auto* scrubber = studio.find<Scrubber>();
    studio.window().actions().playScales->trigger();
    EXPECT_TRUE(scrubber->isPlaying());
    QTest::keyClick(&studio.window(), Qt::Key_Left, Qt::AltModifier);
    EXPECT_FALSE(scrubber->isPlaying());
}

TEST_F(RunActions, AFolderWithoutModelsIsToldWhereGenerateIs) {
    ASSERT_TRUE(studio.waitUntilLoaded());
    studio.studio().models().list("/no/such/folder");
    auto* notice = studio.find<NoticeBar>();
    ASSERT_TRUE(waitFor([&] { return notice->isVisible(); }));
    EXPECT_TRUE(wordsOf(*notice).contains("/no/such/folder")) << wordsOf(*notice).toStdString();
}

TEST(RestartCore, IsOfferedBesideGenerateWhileTheCoreIsDown) {
    StudioWindow studio({"/nonexistent/duoscale-cli", "serve"});
    QAction* restart = studio.window().actions().restartCore;
    ASSERT_TRUE(waitFor([&] { return restart->isVisible(); }));
    const auto shown = [&] {
        const auto buttons = studio.window().findChildren<QToolButton*>();
        return std::ranges::count_if(buttons, [restart](const QToolButton* button) {
            return button->defaultAction() == restart && button->isVisible();
        });
    };
    EXPECT_TRUE(waitFor([&] { return shown() == 2; }, 5000)) << "in tool bar and status bar";
    QSignalSpy states(&studio.studio().core(), &CoreClient::stateChanged);
    restart->trigger();
    EXPECT_TRUE(waitFor([&] { return states.count() > 0; })) << "it was tried again";
}

}  // namespace
}  // namespace duo::ui::test
