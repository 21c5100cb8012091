// What comes back after a restart, and how soon the window is there.
#include <gtest/gtest.h>

#include <QtTest>

#include "ui/window/studio_window.h"
#include "window/first_hints.h"
#include "window/language.h"

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
    studio.find<QDockWidget>("chartsDock")->hide();
    studio.window().actions().compare->trigger();
    studio.restart();
    GenerationSettings& again = studio.studio().settings();
    EXPECT_EQ(again.split(), 4);
    EXPECT_EQ(again.seed(), 18446744073709551615ULL);
    EXPECT_EQ(again.classes(), (std::vector<ClassCount>{{1, 1}}));
    EXPECT_TRUE(studio.find<QDockWidget>("chartsDock")->isHidden());
    EXPECT_TRUE(studio.window().actions().compare->isChecked());
    EXPECT_EQ(studio.studio().history().rowCount(), 1);
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

TEST(Preferences, AWindowMadeInRussianSpeaksRussian) {
    StudioWindow studio;
    const QString english = studio.window().actions().generate->text();
    speak("ru");
    const MainWindow russian(studio.studio());
    speak("en");
    EXPECT_NE(russian.actions().generate->text(), english);
    EXPECT_TRUE(russian.actions().generate->text().contains(QRegularExpression("[а-яА-Я]")));
}

TEST(Preferences, HintsLeadThroughAndEnd) {
    StudioWindow studio;
    QSignalSpy seen(&studio.window(), &MainWindow::hintsSeen);
    studio.window().showHints();
    auto* hints = studio.find<FirstHints>();
    ASSERT_NE(hints, nullptr);
    EXPECT_TRUE(hints->isVisible());
    for (int i = 0; i < 3; ++i) hints->next();
    EXPECT_FALSE(hints->isVisible());
    EXPECT_EQ(seen.count(), 1);
}

}  // namespace
}  // namespace duo::ui::test
