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
#include "views/sweep_view.h"
#include "views/training_page.h"
#include "window/language.h"
#include "window/side_column.h"

namespace duo::ui::test {
namespace {

constexpr int kWidth = 1280, kHeight = 720;
struct Docks {
    int settings, history;  // pixels
};
constexpr Docks kUsual{280, 240};
constexpr Docks kLeast{200, 120};  // after a window that was narrower still

void expectRoom(MainWindow& window, const Docks& least, const std::string& where) {
    QTest::qWait(50);  // layouts settle
    const auto width = [&window](const char* dock) {
        return window.findChild<QDockWidget*>(dock)->width();
    };
    EXPECT_EQ(window.size(), QSize(kWidth, kHeight)) << where;
    EXPECT_GE(width("settingsDock"), least.settings) << where;
    EXPECT_GE(width("historyDock"), least.history) << where;
    const auto& column = *window.findChild<SideColumn*>();
    EXPECT_GE(column.width(), column.minimumSizeHint().width()) << where;
    EXPECT_LE(window.minimumSizeHint().width(), kWidth) << where;
    EXPECT_LE(window.minimumSizeHint().height(), kHeight) << where;
    const int room = kWidth - kUsual.settings - kUsual.history;
    EXPECT_LE(window.centralWidget()->minimumSizeHint().width(), room) << where;
    const auto& stack = *window.centralWidget()->findChild<QStackedWidget*>();
    EXPECT_LE(stack.currentWidget()->minimumSizeHint().width(), stack.width()) << where;
}

// Every view, and what opens in them.
void showEverything(MainWindow& window, const QString& folder, const Docks& least,
                    const std::string& language) {
    for (QAction* view : window.actions().views->actions()) {
        view->trigger();
        expectRoom(window, least, language + ", " + view->text().toStdString());
    }
    ASSERT_TRUE(
        window.findChild<SweepTabs*>()->openEvaluation(DUO_MODELS "/../tests/data/sweep.json"));
    expectRoom(window, least, language + ", evaluation");
    auto& runs = *window.findChild<RunsView*>();
    ASSERT_TRUE(runs.follow(folder + "/training"));
    ASSERT_TRUE(waitFor([&] { return runs.training().isVisible(); }));
    expectRoom(window, least, language + ", training");
    ASSERT_TRUE(runs.follow(folder + "/sampling"));
    ASSERT_TRUE(waitFor([&] { return runs.sampling().pictures().count() > 0; }));
    expectRoom(window, least, language + ", sampling");
}

// Pictures in every view: empty ones ask for little.
void fillViews(StudioWindow& studio) {
    studio.studio().settings().setClasses({{0, 2}});
    const RunPtr run = studio.studio().queue().generate();
    studio.studio().queue().compareWithPlainVar(run);
    auto& sweep = studio.find<SweepTabs>()->sweep();
    sweep.start();
    ASSERT_TRUE(studio.waitUntilIdle());
    for (const PicturePtr& picture : run->pictures) {
        studio.studio().selection().addCompared(picture);
    }
}

TEST(SmallWindow, DocksKeepTheirWidthBesideEveryView) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    fillViews(studio);
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
        for (QDockWidget* dock : window.findChildren<QDockWidget*>()) dock->show();
        showEverything(window, folder.path(), kUsual, language);
        window.resize(window.minimumSize());
        QTest::qWait(50);
        window.resize(kWidth, kHeight);
        showEverything(window, folder.path(), kLeast, std::string(language) + " once narrow");
    }
    speak("en");
}

}  // namespace
}  // namespace duo::ui::test
