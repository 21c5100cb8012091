// Room for the picture: drawers at the edges, focus mode, full screen, and where the window opens.
#include <gtest/gtest.h>

#include <QtTest>

#include "ui/window/studio_window.h"
#include "views/single_strip.h"
#include "views/single_view.h"
#include "widgets/image_canvas.h"
#include "widgets/scale_rail.h"
#include "window/language.h"
#include "window/side_column.h"
#include "window/window_place.h"

namespace duo::ui::test {
namespace {

QDockWidget* dock(StudioWindow& studio, const char* name) {
    return studio.find<QDockWidget>(name);
}

TEST(Room, AFreshWindowGivesThePictureMostOfIt) {
    StudioWindow studio;
    EXPECT_TRUE(dock(studio, "chartsDock")->isHidden());
    EXPECT_TRUE(studio.find<SingleStrip>()->isHidden());
    QTest::qWait(50);
    const QSize canvas = studio.find<SingleView>()->canvas().size(),
                window = studio.window().size();
    EXPECT_GT(canvas.width() * canvas.height(), window.width() * window.height() * 35 / 100);
}

TEST(Room, ACollapsedPanelLeavesButtonsThatOpenIt) {
    StudioWindow studio;
    const std::pair<const char*, const char*> edges[] = {{"settingsDock", "settingsDockEdge"},
                                                         {"historyDock", "historyDockEdge"}};
    for (const auto& [name, edgeName] : edges) {
        dock(studio, name)->show();
        auto* edge = studio.find<QToolBar>(edgeName);
        ASSERT_NE(edge, nullptr);
        EXPECT_TRUE(edge->isHidden());
        auto* collapse = dock(studio, name)->titleBarWidget()->findChild<QToolButton*>();
        QTest::mouseClick(collapse, Qt::LeftButton);
        EXPECT_TRUE(dock(studio, name)->isHidden());
        EXPECT_TRUE(edge->isVisible());
        QTest::mouseClick(edge->widgetForAction(edge->actions().back()), Qt::LeftButton);
        EXPECT_TRUE(dock(studio, name)->isVisible());
        EXPECT_TRUE(edge->isHidden());
    }
}

TEST(Room, KeysShowAndHideThePanels) {
    StudioWindow studio;
    const std::pair<Qt::Key, const char*> keys[] = {
        {Qt::Key_F2, "settingsDock"}, {Qt::Key_F3, "historyDock"}, {Qt::Key_F4, "chartsDock"}};
    for (const auto& [key, name] : keys) {
        const bool hidden = dock(studio, name)->isHidden();
        QTest::keyClick(&studio.window(), key);
        EXPECT_NE(dock(studio, name)->isHidden(), hidden) << name;
        QTest::keyClick(&studio.window(), key);
        EXPECT_EQ(dock(studio, name)->isHidden(), hidden) << name;
    }
}

TEST(Room, AButtonAtTheEdgeOpensItsFold) {
    StudioWindow studio;
    dock(studio, "settingsDock")->hide();
    auto* edge = studio.find<QToolBar>("settingsDockEdge");
    QTest::mouseClick(edge->widgetForAction(edge->actions().back()), Qt::LeftButton);
    EXPECT_TRUE(dock(studio, "settingsDock")->isVisible());
    QSettings store;
    studio.find<SideColumn>()->save(store);
    EXPECT_TRUE(store.value("folds/models").toBool());
}

TEST(Room, FocusModeLeavesPictureAndRail) {
    StudioWindow studio;
    dock(studio, "chartsDock")->show();
    dock(studio, "historyDock")->hide();
    QTest::keyClick(&studio.window(), Qt::Key_F11);
    for (QDockWidget* panel : studio.window().findChildren<QDockWidget*>())
        EXPECT_TRUE(panel->isHidden());
    for (QToolBar* bar : studio.window().findChildren<QToolBar*>()) EXPECT_TRUE(bar->isHidden());
    EXPECT_TRUE(studio.window().menuBar()->isHidden());
    EXPECT_TRUE(studio.window().statusBar()->isHidden());
    EXPECT_TRUE(studio.find<SingleView>()->canvas().isVisible());
    EXPECT_TRUE(studio.find<ScaleRail>()->isVisible());
    QTest::keyClick(&studio.find<SingleView>()->canvas(), Qt::Key_Escape);
    EXPECT_TRUE(dock(studio, "settingsDock")->isVisible());
    EXPECT_TRUE(dock(studio, "chartsDock")->isVisible());
    EXPECT_TRUE(dock(studio, "historyDock")->isHidden());
    EXPECT_TRUE(studio.find<QToolBar>("historyDockEdge")->isVisible());
    EXPECT_TRUE(studio.window().menuBar()->isVisible());
}

TEST(Room, WhatFocusModeHidesIsThereTheNextTime) {
    StudioWindow studio;
    dock(studio, "chartsDock")->show();
    QTest::keyClick(&studio.window(), Qt::Key_F11);
    studio.restart();
    EXPECT_FALSE(dock(studio, "chartsDock")->isHidden());
    EXPECT_FALSE(dock(studio, "settingsDock")->isHidden());
    EXPECT_FALSE(studio.find<QToolBar>("toolBar")->isHidden());
}

// Earlier versions had no bars at the edges.
TEST(Room, ALayoutOfAnEarlierVersionComesBack) {
    StudioWindow studio;
    dock(studio, "chartsDock")->show();
    dock(studio, "historyDock")->hide();
    for (const char* edge : {"settingsDockEdge", "historyDockEdge"})
        studio.window().removeToolBar(studio.find<QToolBar>(edge));
    const QByteArray earlier = studio.window().saveState(1);
    studio.window().close();
    QSettings().setValue("window/layout", earlier);
    MainWindow window(studio.studio());
    window.show();
    EXPECT_FALSE(window.findChild<QDockWidget*>("chartsDock")->isHidden());
    EXPECT_TRUE(window.findChild<QDockWidget*>("historyDock")->isHidden());
    auto* edge = window.findChild<QToolBar*>("historyDockEdge");
    EXPECT_TRUE(edge->isVisible());
    EXPECT_EQ(window.toolBarArea(edge), Qt::RightToolBarArea);
    window.findChild<QDockWidget*>("settingsDock")->hide();
    EXPECT_TRUE(window.findChild<QToolBar*>("settingsDockEdge")->isVisible());
}

TEST(Room, FTogglesFullScreen) {
    StudioWindow studio;
    QTest::keyClick(&studio.find<SingleView>()->canvas(), Qt::Key_F);
    EXPECT_TRUE(studio.window().isFullScreen());
    QTest::keyClick(&studio.find<SingleView>()->canvas(), Qt::Key_F);
    EXPECT_FALSE(studio.window().isFullScreen());
}

TEST(Room, TheWindowFitsSmallScreensInBothLanguages) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    studio.studio().settings().setClasses({{0, 2}});
    studio.studio().queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    for (const char* language : {"en", "ru"}) {
        QSettings().clear();
        speak(language);
        MainWindow window(studio.studio());
        window.show();
        for (QAction* view : window.actions().views->actions()) {
            view->trigger();
            QTest::qWait(30);
            // 1920 x 1080 at scale 2, less the window's frame.
            EXPECT_LE(window.minimumSizeHint().width(), 950)
                << language << view->objectName().toStdString();
            EXPECT_LE(window.minimumSizeHint().height(), 500)
                << language << view->text().toStdString();
        }
        for (QDockWidget* panel : window.findChildren<QDockWidget*>()) panel->show();
        for (QAction* view : window.actions().views->actions()) {
            view->trigger();
            QTest::qWait(30);
            EXPECT_LE(window.minimumSizeHint().width(), 1024)
                << language << view->text().toStdString();
            EXPECT_LE(window.minimumSizeHint().height(), 640)
                << language << view->text().toStdString();
        }
    }
    speak("en");
}

TEST(Room, AFreshWindowIsNoLargerThanItsScreen) {
    for (const double scale : {1.0, 1.25, 1.5, 2.0}) {
        const QRect screen(0, 0, static_cast<int>(1920 / scale), static_cast<int>(1080 / scale));
        const QRect place = freshPlace({1440, 900}, screen);
        EXPECT_TRUE(screen.contains(place)) << scale;
    }
    EXPECT_EQ(freshPlace({1440, 900}, {0, 0, 2560, 1440}).size(), QSize(1440, 900));
}

TEST(Room, PlacesOffTheScreensComeBack) {
    const QList<QRect> two{{0, 0, 1920, 1080}, {1920, 0, 1280, 1024}};
    const QRect good(100, 100, 1000, 800), across(1500, 100, 1000, 800);
    EXPECT_EQ(placeOnScreens(good, two), good);
    EXPECT_EQ(placeOnScreens(across, two), across) << "one window on two screens";
    const QRect offs[] = {{3000, 200, 1000, 800}, {-900, 100, 1000, 800},  {200, -500, 1000, 800},
                          {200, 1000, 1000, 800}, {5000, 5000, 1000, 800}, {0, 0, 4000, 3000},
                          {100, -60, 1000, 800}};
    for (const QRect& off : offs) {
        const QRect back = placeOnScreens(off, two);
        EXPECT_TRUE(two[0].contains(back) || two[1].contains(back)) << off.x() << ' ' << off.y();
        EXPECT_EQ(placeOnScreens(back, two), back);
    }
}

TEST(Room, ARememberedPlaceOffTheScreenComesBack) {
    StudioWindow studio;
    studio.window().setGeometry(6000, 5000, 700, 600);
    studio.restart();
    // The fixture gives the window its size again; its place is the remembered one.
    EXPECT_TRUE(studio.window().screen()->availableGeometry().contains(studio.window().pos()))
        << studio.window().x() << ' ' << studio.window().y();
}

}  // namespace
}  // namespace duo::ui::test
