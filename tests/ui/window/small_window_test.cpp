// At 1280 × 720, in both languages: no view takes the room of the docks beside it.
#include <gtest/gtest.h>

#include <QDockWidget>
#include <QListWidget>
#include <QStackedWidget>
#include <QtTest>

#include "ui/support/run_folders.h"
#include "ui/window/studio_window.h"
#include "views/runs_view.h"
#include "views/sampling_page.h"
#include "views/sweep_tabs.h"
#include "views/training_page.h"
#include "window/language.h"

namespace duo::ui::test {
namespace {

constexpr int kWidth = 1280, kHeight = 720;
constexpr int kLeastSettings = 280, kLeastHistory = 180;  // pixels that these are of use in

void expectRoom(MainWindow& window, const std::string& where) {
    QTest::qWait(50);  // layouts settle
    const auto width = [&window](const char* dock) {
        return window.findChild<QDockWidget*>(dock)->width();
    };
    EXPECT_EQ(window.size(), QSize(kWidth, kHeight)) << where;
    EXPECT_GE(width("settingsDock"), kLeastSettings) << where;
    EXPECT_GE(width("historyDock"), kLeastHistory) << where;
    EXPECT_LE(window.minimumSizeHint().width(), kWidth) << where;
    EXPECT_LE(window.minimumSizeHint().height(), kHeight) << where;
    const int room = kWidth - kLeastSettings - kLeastHistory;
    EXPECT_LE(window.centralWidget()->minimumSizeHint().width(), room) << where;
    const auto& stack = *window.centralWidget()->findChild<QStackedWidget*>();
    EXPECT_LE(stack.currentWidget()->minimumSizeHint().width(), stack.width()) << where;
}

// Every view, and what opens in them.
void showEverything(MainWindow& window, const QString& folder, const std::string& language) {
    for (QAction* view : window.actions().views->actions()) {
        view->trigger();
        expectRoom(window, language + ", " + view->text().toStdString());
    }
    ASSERT_TRUE(
        window.findChild<SweepTabs*>()->openEvaluation(DUO_MODELS "/../tests/data/sweep.json"));
    expectRoom(window, language + ", evaluation");
    auto& runs = *window.findChild<RunsView*>();
    ASSERT_TRUE(runs.follow(folder + "/training"));
    ASSERT_TRUE(waitFor([&] { return runs.training().isVisible(); }));
    expectRoom(window, language + ", training");
    ASSERT_TRUE(runs.follow(folder + "/sampling"));
    ASSERT_TRUE(waitFor([&] { return runs.sampling().pictures().count() > 0; }));
    expectRoom(window, language + ", sampling");
}

TEST(SmallWindow, DocksKeepTheirWidthBesideEveryView) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    studio.studio().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    QTemporaryDir folder;
    makeTraining(folder.path() + "/training", 100);
    addSheet(folder.path() + "/training", 2000);
    makeSampling(folder.path() + "/sampling", 4, 25);
    for (int i = 0; i < 30; ++i) addPicture(folder.path() + "/sampling", i);
    for (const char* language : {"en", "ru"}) {
        QSettings().clear();
        speak(language);
        MainWindow window(studio.studio());
        window.resize(kWidth, kHeight);
        window.show();
        showEverything(window, folder.path(), language);
    }
    speak("en");
}

}  // namespace
}  // namespace duo::ui::test
