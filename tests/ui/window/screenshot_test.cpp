// Every view in both themes as a PNG in the build folder, for people to look at.
#include <gtest/gtest.h>

#include <QtTest>

#include "ui/window/studio_window.h"
#include "views/sweep_view.h"
#include "widgets/theme.h"

namespace duo::ui::test {
namespace {

void shoot(StudioWindow& studio, const QString& name) {
    QDir().mkpath(DUO_SCREENSHOTS);
    QTest::qWait(250);
    const QString file = QStringLiteral("%1/%2.png").arg(DUO_SCREENSHOTS, name);
    ASSERT_TRUE(studio.window().grab().save(file)) << file.toStdString();
}

void shootAll(StudioWindow& studio, const QString& suffix) {
    const WindowActions& actions = studio.window().actions();
    const char* names[] = {"single", "compare", "sweep"};
    for (int view = 0; view < 3; ++view) {
        actions.views->actions()[view]->trigger();
        shoot(studio, names[view] + suffix);
    }
}

TEST(Screenshots, EveryViewInBothThemes) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    theme::apply(*qApp, ThemeKind::Dark);
    shoot(studio, "empty-dark");
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
    ASSERT_TRUE(studio.waitUntilIdle(120000));
    studio.studio().selection().setPicture(run->pictures.front());
    shootAll(studio, "-dark");
    theme::apply(*qApp, ThemeKind::Light);
    shootAll(studio, "-light");
    studio.window().resize(1280, 720);
    shootAll(studio, "-small");
}

}  // namespace
}  // namespace duo::ui::test
