// Every view in both themes as a PNG in the build folder, for people to look at.
#include <gtest/gtest.h>

#include <QtTest>

#include "ui/window/studio_window.h"
#include "views/sweep_view.h"
#include "widgets/theme.h"
#include "window/language.h"

namespace duo::ui::test {
namespace {

void shoot(MainWindow& window, const QString& name) {
    QDir().mkpath(DUO_SCREENSHOTS);
    QTest::qWait(250);
    EXPECT_LE(window.minimumSizeHint().height(), 720) << name.toStdString();
    const QString file = QStringLiteral("%1/%2.png").arg(DUO_SCREENSHOTS, name);
    ASSERT_TRUE(window.grab().save(file)) << file.toStdString();
}

void shootAll(MainWindow& window, const QString& suffix) {
    const char* names[] = {"single", "compare", "sweep"};
    for (int view = 0; view < 3; ++view) {
        window.actions().views->actions()[view]->trigger();
        shoot(window, names[view] + suffix);
    }
}

// A window of its own over the same studio, as a change of language makes one.
void shootInRussian(Studio& studio) {
    speak("ru");
    MainWindow window(studio);
    window.show();
    for (const QSize size : {QSize(1440, 900), QSize(1280, 720)}) {
        window.resize(size);
        shootAll(window, QStringLiteral("-russian-%1").arg(size.height()));
    }
    window.showHints();
    shoot(window, QStringLiteral("hints-russian"));
    speak("en");
}

TEST(Screenshots, EveryViewInBothThemes) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    theme::apply(*qApp, ThemeKind::Dark);
    shoot(studio.window(), "empty-dark");
    GenerationSettings& settings = studio.studio().settings();
    settings.setSeedMode(SeedMode::Fixed);
    settings.setSeed(7);
    settings.setClasses({{0, 2}, {1, 2}});
    settings.setSplit(8);
    settings.setInsight(8);
    const RunPtr run = studio.studio().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    ASSERT_EQ(run->state, RunState::Done) << run->failure.message;
    studio.studio().compareWithPlainVar(run);
    ASSERT_TRUE(studio.waitUntilIdle());
    for (int i = 0; i < 2; ++i) studio.studio().selection().addCompared(run->pictures[i]);
    settings.setInsight(0);
    settings.setClasses({{0, 1}});
    studio.window().actions().sweep->trigger();
    auto* start = studio.find<SweepView>()->findChild<QPushButton*>("startSweep");
    ASSERT_NE(start, nullptr);
    QTest::mouseClick(start, Qt::LeftButton);
    ASSERT_TRUE(studio.waitUntilIdle());
    studio.studio().selection().setPicture(run->pictures.front());
    shootAll(studio.window(), "-dark");
    studio.window().resize(2560, 1440);
    shootAll(studio.window(), "-large");
    studio.window().resize(1440, 900);
    theme::apply(*qApp, ThemeKind::Light);
    shootAll(studio.window(), "-light");
    studio.window().resize(1280, 720);
    shootAll(studio.window(), "-small");
    shootInRussian(studio.studio());
}

}  // namespace
}  // namespace duo::ui::test
