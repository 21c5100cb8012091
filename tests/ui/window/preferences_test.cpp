// What comes back after a restart, and how soon the window is there.
#include <gtest/gtest.h>

#include <QtTest>

#include "panels/class_panel.h"
#include "ui/window/studio_window.h"
#include "widgets/scale_rail.h"
#include "widgets/scrubber.h"
#include "window/language.h"
#include "window/tour.h"

namespace duo::ui::test {
namespace {

TEST(Preferences, SettingsLayoutAndHistoryComeBack) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    GenerationSettings& settings = studio.studio().settings();
    settings.setClasses({{1, 1}});
    settings.setSplit(4);
    settings.setSeedMode(SeedMode::Fixed);
    settings.setSeed(18446744073709551615ULL);
    studio.studio().queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    studio.find<QDockWidget>("chartsDock")->show();
    studio.window().actions().compare->trigger();
    studio.restart();
    GenerationSettings& again = studio.studio().settings();
    EXPECT_EQ(again.split(), 4);
    EXPECT_EQ(again.seed(), 18446744073709551615ULL);
    EXPECT_EQ(again.classes(), (std::vector<ClassCount>{{1, 1}}));
    EXPECT_FALSE(studio.find<QDockWidget>("chartsDock")->isHidden());
    EXPECT_TRUE(studio.window().actions().compare->isChecked());
    EXPECT_EQ(studio.studio().history().rowCount(), 1);
}

TEST(Preferences, TheLastPictureIsShownAgainAndItsScalesOnDemand) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    studio.studio().settings().setClasses({{1, 2}});
    const RunPtr run = studio.studio().queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    ASSERT_TRUE(waitFor([&] { return QFileInfo::exists(run->pictures[1]->file); }));
    studio.studio().selection().setPicture(run->pictures[0]);  // the newest one is the other
    const QString file = run->pictures[0]->file;
    studio.restart();
    const PicturePtr shown = studio.studio().selection().picture();
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->file, file);
    EXPECT_FALSE(shown->final.isNull());
    ASSERT_TRUE(studio.waitUntilLoaded());
    QTest::qWait(300);
    EXPECT_TRUE(studio.studio().queue().runs().empty()) << "not before somebody asks";
    auto* slider = studio.find<Scrubber>()->findChild<QSlider*>();
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Left);
    ASSERT_TRUE(waitFor([&] { return !shown->at(0).isNull(); }));
    ASSERT_TRUE(studio.waitUntilIdle());
    EXPECT_EQ(studio.studio().selection().picture(), shown);
    EXPECT_EQ(studio.studio().history().rowCount(), 2);
}

TEST(Preferences, APictureDroppedOnTheWindowGivesItsSettings) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    GenerationSettings& settings = studio.studio().settings();
    settings.setClasses({{1, 1}});
    settings.setSplit(3);
    const RunPtr run = studio.studio().queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    const quint64 seed = run->request.seed;
    const QString file = run->pictures.front()->file;
    ASSERT_TRUE(waitFor([&] { return QFileInfo::exists(file); }));
    settings.setClasses({{0, 2}});
    settings.setSplit(5);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&studio.window(), &enter);
    ASSERT_TRUE(enter.isAccepted());
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&studio.window(), &drop);
    EXPECT_EQ(settings.split(), 3);
    EXPECT_EQ(settings.seed(), seed);
    EXPECT_EQ(settings.classes(), (std::vector<ClassCount>{{1, 1}}));
}

TEST(Preferences, QtsOwnButtonsSpeakRussianToo) {
    speak("ru");
    const QDialogButtonBox box(QDialogButtonBox::Close);
    EXPECT_EQ(box.button(QDialogButtonBox::Close)->text().remove('&'), "Закрыть");
    speak("en");
}

TEST(Preferences, AWindowMadeInRussianSpeaksRussian) {
    StudioWindow studio;
    const QString english = studio.window().actions().generate->text();
    speak("ru");
    const MainWindow russian(studio.studio());
    speak("en");
    EXPECT_NE(russian.actions().generate->text(), english);
    EXPECT_TRUE(russian.actions().generate->text().contains(QRegularExpression("[а-яА-Я]")));
}

TEST(Preferences, TourLeadsThroughByEnterAndEnds) {
    StudioWindow studio;
    auto* search = studio.find<ClassPanel>()->findChild<QLineEdit*>();
    search->setFocus();
    const QSignalSpy seen(&studio.window(), &MainWindow::tourSeen);
    studio.window().showTour();
    auto* tour = studio.find<Tour>();
    ASSERT_NE(tour, nullptr);
    EXPECT_TRUE(tour->isVisible());
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(tour->current(), i);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    }
    EXPECT_FALSE(tour->isVisible());
    EXPECT_EQ(seen.count(), 1);
    EXPECT_TRUE(search->hasFocus()) << "the focus is back where it was";
}

TEST(Preferences, EscapeAndSkipEndTheTour) {
    StudioWindow studio;
    studio.window().showTour();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    EXPECT_TRUE(studio.find<Tour>()->isHidden());
    studio.window().showTour();
    QTest::mouseClick(studio.find<Tour>()->findChild<QPushButton*>("skipTour"), Qt::LeftButton);
    EXPECT_TRUE(studio.find<Tour>()->isHidden());
}

// Whole texts, on the window, and not over what they speak of.
TEST(Preferences, TourIsWholeAndBesideItsSubject) {
    StudioWindow studio;
    for (const char* language : {"en", "ru"}) {
        speak(language);
        for (const QSize size : {QSize(1440, 900), QSize(1024, 640)}) {
            MainWindow window(studio.studio());
            window.resize(size);
            window.show();
            QTest::qWait(30);
            window.showTour();
            auto* tour = window.findChild<Tour*>();
            for (int i = 0; i < 3; ++i) {
                EXPECT_TRUE(window.rect().contains(tour->geometry())) << language << i;
                for (QLabel* label : tour->findChildren<QLabel*>()) {
                    EXPECT_GE(label->height(), label->heightForWidth(label->width()))
                        << language << i << label->text().toStdString();
                }
                if (i > 0) {
                    const QRect on(window.findChild<ScaleRail*>()->mapTo(&window, QPoint()),
                                   window.findChild<ScaleRail*>()->size());
                    EXPECT_FALSE(tour->geometry().intersects(on)) << language << i;
                }
                tour->next();
            }
        }
    }
    speak("en");
}

}  // namespace
}  // namespace duo::ui::test
