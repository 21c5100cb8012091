// Every view in both themes as a PNG in the build folder, for people to look at.
#include <gtest/gtest.h>

#include <QtTest>

#include "ui/support/run_folders.h"
#include "ui/window/studio_window.h"
#include "views/runs_view.h"
#include "views/sampling_page.h"
#include "views/single_view.h"
#include "views/sweep_tabs.h"
#include "views/sweep_view.h"
#include "views/training_page.h"
#include "widgets/image_canvas.h"
#include "widgets/theme.h"
#include "window/language.h"

namespace duo::ui::test {
namespace {

constexpr int kGuideWidth = 760;  // pixels
constexpr qint64 kGuideBytes = 150 * 1024;

void shoot(MainWindow& window, const QString& name) {
    QDir().mkpath(DUO_SCREENSHOTS);
    QTest::qWait(250);
    EXPECT_LE(window.minimumSizeHint().height(), 720) << name.toStdString();
    const QString file = QStringLiteral("%1/%2.png").arg(DUO_SCREENSHOTS, name);
    ASSERT_TRUE(window.grab().save(file)) << file.toStdString();
}

// For the guide, which the program carries: small, in 256 colours.
void shootForGuide(QWidget& widget, const QString& name) {
    QDir().mkpath(DUO_SCREENSHOTS "/guide");
    QTest::qWait(250);
    const QImage picture =
        widget.grab().toImage().scaledToWidth(kGuideWidth, Qt::SmoothTransformation);
    const QString file = QStringLiteral("%1/guide/%2.png").arg(DUO_SCREENSHOTS, name);
    ASSERT_TRUE(picture.convertToFormat(QImage::Format_Indexed8).save(file, "PNG", 0));
    EXPECT_LE(QFileInfo(file).size(), kGuideBytes) << name.toStdString();
}

// Runs of the command line as they would lie on the disk, with pictures of the demo family.
class RunFolders {
  public:
    explicit RunFolders(const RunPtr& run) {
        makeTraining(training(), 320);
        for (const int step : {1600, 3200, 4800, 6400}) {
            QImage(DUO_MODELS "/demo/contact-sheet.png")
                .scaledToWidth(900, Qt::SmoothTransformation)
                .save(addSheet(training(), step));
        }
        makeSampling(sampling(), 16, 10);
        for (int i = 0; i < 60; ++i) {
            const PicturePtr& picture = run->pictures[i % run->pictures.size()];
            picture->final.save(QStringLiteral("%1/%2_0000.png").arg(sampling()).arg(i, 6));
        }
    }
    QString training() const { return folder_.path() + "/training"; }
    QString sampling() const { return folder_.path() + "/sample"; }

  private:
    QTemporaryDir folder_;
};

void shootAll(MainWindow& window, const RunFolders& folders, const QString& suffix) {
    auto& tabs = *window.findChild<SweepTabs*>();
    tabs.findChild<QTabBar*>()->setCurrentIndex(0);
    const char* names[] = {"single", "compare", "sweep"};
    for (int view = 0; view < 3; ++view) {
        window.actions().views->actions()[view]->trigger();
        shoot(window, names[view] + suffix);
    }
    ASSERT_TRUE(tabs.openEvaluation(DUO_MODELS "/../tests/data/sweep.json"));
    shoot(window, "evaluation" + suffix);
    auto& runs = *window.findChild<RunsView*>();
    ASSERT_TRUE(runs.follow(folders.training()));
    ASSERT_TRUE(waitFor([&] { return !runs.training().canvas().image().isNull(); }));
    shoot(window, "training" + suffix);
    ASSERT_TRUE(runs.follow(folders.sampling()));
    ASSERT_TRUE(waitFor([&] { return runs.sampling().isVisible(); }));
    shoot(window, "sampling" + suffix);
}

// Everything that a picture of the window can show.
void openDrawers(MainWindow& window) {
    for (QDockWidget* dock : window.findChildren<QDockWidget*>()) dock->show();
    window.findChild<SingleView*>()->bar().setStripShown(true);
}

// A window of its own over the same studio, as a change of language makes one.
void shootInRussian(Studio& studio, const RunFolders& folders) {
    speak("ru");
    MainWindow window(studio);
    window.resize(1440, 900);  // whatever the screen's size
    window.show();
    openDrawers(window);
    for (const QSize size : {QSize(1440, 900), QSize(1280, 720)}) {
        window.resize(size);
        shootAll(window, folders, QStringLiteral("-russian-%1").arg(size.height()));
    }
    window.showTour();
    shoot(window, QStringLiteral("tour-russian"));
    speak("en");
}

TEST(Screenshots, EveryViewInBothThemes) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    theme::apply(*qApp, ThemeKind::Dark);
    shoot(studio.window(), "empty-dark");
    openDrawers(studio.window());
    GenerationSettings& settings = studio.studio().settings();
    settings.setSeedMode(SeedMode::Fixed);
    settings.setSeed(7);
    settings.setClasses({{0, 2}, {1, 2}});
    settings.setSplit(8);
    settings.setInsight(8);
    const RunPtr run = studio.studio().queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    ASSERT_EQ(run->state, RunState::Done) << run->failure.message;
    studio.studio().queue().compareWithPlainVar(run);
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
    const RunFolders folders(run);
    shootAll(studio.window(), folders, "-dark");
    studio.window().resize(2560, 1440);
    shootAll(studio.window(), folders, "-large");
    studio.window().resize(1440, 900);
    theme::apply(*qApp, ThemeKind::Light);
    shootAll(studio.window(), folders, "-light");
    studio.window().resize(1280, 720);
    shootAll(studio.window(), folders, "-small");
    settings.setSpecialised(true);
    studio.window().actions().sweep->trigger();
    studio.find<SweepTabs>()->findChild<QTabBar*>()->setCurrentIndex(0);
    QTest::mouseClick(start, Qt::LeftButton);
    ASSERT_TRUE(studio.waitUntilIdle());
    shoot(studio.window(), "sweep-specialised");
    shootInRussian(studio.studio(), folders);
}

TEST(Screenshots, OfTheGuide) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    theme::apply(*qApp, ThemeKind::Light);
    studio.window().resize(1280, 800);
    GenerationSettings& settings = studio.studio().settings();
    settings.setSeedMode(SeedMode::Fixed);
    settings.setSeed(7);
    settings.setClasses({{2, 1}});
    settings.setSplit(8);
    studio.studio().queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    auto* charts = studio.find<QDockWidget>("chartsDock");
    charts->show();
    shootForGuide(*charts, "charts");
    charts->hide();
    shootForGuide(studio.window(), "window");
    studio.window().actions().sweep->trigger();
    auto* start = studio.find<SweepView>()->findChild<QPushButton*>("startSweep");
    QTest::mouseClick(start, Qt::LeftButton);
    ASSERT_TRUE(studio.waitUntilIdle());
    shootForGuide(studio.window(), "sweep");
    theme::apply(*qApp, ThemeKind::Dark);
}

}  // namespace
}  // namespace duo::ui::test
