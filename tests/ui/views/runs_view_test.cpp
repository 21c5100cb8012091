// A training and a sampling run, followed by their folders.
#include "views/runs_view.h"

#include <gtest/gtest.h>

#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QtTest>

#include "charts/loss_chart.h"
#include "compare_support.h"
#include "state/picture_png.h"
#include "support/run_folders.h"
#include "views/family_strip.h"
#include "views/run_words.h"
#include "views/sampling_page.h"
#include "views/training_page.h"
#include "widgets/image_canvas.h"

namespace duo::ui {
namespace {

struct RunsViewTest : testing::Test {
    RunsViewTest() {
        theme::apply(*qApp, ThemeKind::Dark);
        view.resize(900, 560);
        view.show();
        QObject::connect(&studio.notices(), &NoticeCentre::noticed, &studio.notices(),
                         [this](const Notice& notice) { notices.push_back(notice); });
    }
    static bool waitFor(const std::function<bool()>& condition) {
        return QTest::qWaitFor(condition, 60'000);
    }

    QTemporaryDir folder;
    QString path = folder.path() + "/run";
    test::IdleStudio quiet;
    Studio& studio = quiet.studio;
    RunsView view{studio.notices()};
    std::vector<Notice> notices;
};

TEST_F(RunsViewTest, FollowsATraining) {
    test::makeTraining(path, 100);
    test::addSheet(path, 1000);
    const QString newest = test::addSheet(path, 2000);
    ASSERT_TRUE(view.follow(path));
    TrainingPage& page = view.training();
    ASSERT_TRUE(waitFor([&] { return page.isVisible() && !page.canvas().image().isNull(); }));
    EXPECT_TRUE(page.figures().startsWith("step 2,000 · loss ")) << page.figures().toStdString();
    EXPECT_TRUE(page.figures().contains("82.5 pictures/s · about 3 min left"))
        << page.figures().toStdString();
    EXPECT_EQ(page.chart().curve().size(), 100U);
    EXPECT_EQ(page.canvas().image().pixel(3, 3), QImage(newest).pixel(3, 3));

    test::writeTo(path + "/log.csv", test::reports(101, 150), QIODevice::Append);
    const QString later = test::addSheet(path, 3000);
    ASSERT_TRUE(waitFor([&] { return page.figures().startsWith("step 3,000"); }));
    EXPECT_TRUE(
        waitFor([&] { return page.canvas().image().pixel(3, 3) == QImage(later).pixel(3, 3); }));
}

TEST_F(RunsViewTest, FollowsAFamilyAndOpensItWhenItIsThere) {
    test::makeFamilyRun(path, false);
    test::addSheet(path + "/training/vqvae", 400);
    ASSERT_TRUE(view.follow(path)) << "the family's own folder stands for its run";
    FamilyStrip& strip = view.family();
    auto* open = strip.findChild<QPushButton*>();
    ASSERT_NE(open, nullptr);
    ASSERT_TRUE(waitFor([&] { return strip.isVisible() && view.training().isVisible(); }));
    EXPECT_EQ(strip.line(), "Stage 2 of 4: drafter · 50 % of it · about 3 min left for all stages");
    EXPECT_EQ(strip.stages().replace(QChar::Nbsp, ' '),
              "✓ VQ-VAE   ▸ drafter   · refiner for N = 8   · writing the models");
    EXPECT_NEAR(strip.progress().value(), 580, 5);
    EXPECT_TRUE(view.training().figures().startsWith("step 5,000 · loss "));
    EXPECT_FALSE(view.training().canvas().image().isNull() && view.training().sheets().isHidden());
    EXPECT_TRUE(open->isHidden());

    QSignalSpy wanted(&view, &RunsView::familyWanted);
    test::makeFamilyRun(path, true);
    ASSERT_TRUE(waitFor([&] { return !open->isHidden(); }));
    EXPECT_EQ(strip.line(), "The family is finished.");
    open->click();
    ASSERT_EQ(wanted.size(), 1);
    EXPECT_EQ(wanted[0][0].toString(), QFileInfo(path).absoluteFilePath());
    test::makeTraining(folder.path() + "/other", 20);
    ASSERT_TRUE(view.follow(folder.path() + "/other"));
    EXPECT_TRUE(waitFor([&] { return strip.isHidden(); }));
}

TEST_F(RunsViewTest, OlderSheetsStayWhereTheyAreLookedAt) {
    TrainingPage page;
    QSignalSpy wanted(&page, &TrainingPage::pictureWanted);
    RunNews news;
    news.kind = RunFolderKind::Training;
    news.sheets = {"a/sheets/step-0000100.png", "a/sheets/step-0000200.png"};
    page.showNews(news);
    EXPECT_EQ(page.sheets().value(), 1);
    page.sheets().setValue(0);
    news.sheets << "a/sheets/step-0000300.png";
    page.showNews(news);
    EXPECT_EQ(page.sheets().value(), 0);
    page.sheets().setValue(2);
    news.sheets << "a/sheets/step-0000400.png";
    page.showNews(news);
    EXPECT_EQ(page.sheets().value(), 3) << "the newest as it comes";
    EXPECT_EQ(wanted.last()[0], "a/sheets/step-0000400.png");
    EXPECT_EQ(wanted.size(), 4) << "each once";
}

TEST_F(RunsViewTest, SmoothingIsAskedOfTheReader) {
    test::makeTraining(path, 100);
    ASSERT_TRUE(view.follow(path));
    LossChart& chart = view.training().chart();
    ASSERT_TRUE(waitFor([&] { return !chart.isEmpty(); }));
    const double before = chart.curve().back().smoothed;
    QTest::keyClick(chart.findChild<QComboBox*>(), Qt::Key_Home);
    EXPECT_TRUE(waitFor([&] { return chart.curve().back().smoothed != before; }));
    EXPECT_EQ(chart.curve().back().smoothed, chart.curve().back().minLoss) << "as reported";
}

TEST_F(RunsViewTest, FollowsASamplingRun) {
    test::makeSampling(path, 4, 25);
    for (int i = 0; i < 10; ++i) test::addPicture(path, i);
    ASSERT_TRUE(view.follow(path));
    SamplingPage& page = view.sampling();
    ASSERT_TRUE(waitFor([&] { return page.isVisible() && page.pictures().count() == 10; }));
    EXPECT_TRUE(page.figures().startsWith("10 of 100 pictures · N = 8, seed 7"))
        << page.figures().toStdString();
    EXPECT_EQ(page.progress().value(), page.progress().maximum() / 10);
    for (int i = 10; i < 20; ++i) test::addPicture(path, i);
    EXPECT_TRUE(waitFor([&] { return page.pictures().count() == 20; }));
    EXPECT_FALSE(page.pictures().item(19)->icon().isNull());
}

TEST_F(RunsViewTest, AFolderWithoutARunIsASentence) {
    test::makeSampling(path, 4, 25);
    ASSERT_TRUE(view.follow(path));
    EXPECT_FALSE(view.follow(folder.path()));
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_TRUE(notices[0].text.contains("holds no run")) << notices[0].text.toStdString();
    EXPECT_EQ(view.folder(), path);
}

TEST_F(RunsViewTest, ADoubleClickOpensAPicture) {
    test::makeSampling(path, 4, 2);
    test::addPicture(path, 0);
    const QString name = QDir(path).entryList({"*.png"}).front();
    const QString file = path + '/' + name;
    ASSERT_TRUE(view.follow(path));
    QListWidget& pictures = view.sampling().pictures();
    ASSERT_TRUE(waitFor([&] { return pictures.count() == 1 && pictures.isVisible(); }));
    const QSignalSpy opened(&view, &RunsView::opened);
    const auto doubleClick = [&] {
        const QPoint place = pictures.visualItemRect(pictures.item(0)).center();
        QTest::mouseClick(pictures.viewport(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(pictures.viewport(), Qt::LeftButton, {}, place);
    };
    doubleClick();
    EXPECT_EQ(opened.count(), 0);
    ASSERT_EQ(notices.size(), 1U) << "it has no settings of ours";
    const PicturePtr made = test::finished(test::scene(1), 4);
    ASSERT_EQ(writePng(file, made->final, made->provenance, {}), QString());
    doubleClick();
    ASSERT_EQ(opened.count(), 1);
    EXPECT_EQ(opened[0][0].value<PicturePtr>()->file, QFileInfo(file).absoluteFilePath());
}

TEST_F(RunsViewTest, ComesBackAsItWas) {
    test::makeTraining(path, 5);
    view.training().chart().setSmoothing(100);
    ASSERT_TRUE(view.follow(path));
    QSettings store(folder.filePath("store.ini"), QSettings::IniFormat);
    view.save(store);
    RunsView other(studio.notices());
    other.restore(store);
    EXPECT_EQ(other.folder(), path);
    EXPECT_EQ(other.follower().smoothing(), 100);
    QDir(path).removeRecursively();
    RunsView third(studio.notices());
    third.restore(store);
    EXPECT_TRUE(third.folder().isEmpty());
    EXPECT_TRUE(notices.empty()) << "a folder that went is no news";
}

TEST(RunWords, TellSteps) {
    EXPECT_EQ(stepOfSheet("run/sheets/step-0001234.png"), 1234);
    EXPECT_EQ(stepOfSheet("run/sheet.png"), -1);
}

TEST_F(RunsViewTest, LooksGood) {
    test::takeScreenshots(view, "runs_empty");
    test::makeTraining(path, 400);
    for (const int step : {2000, 4000, 8000}) test::addSheet(path, step);
    view.follow(path);
    ASSERT_TRUE(waitFor([&] { return !view.training().canvas().image().isNull(); }));
    test::takeScreenshots(view, "runs_training");
    const QString sampled = folder.path() + "/sampled";
    test::makeSampling(sampled, 16, 10);
    for (int i = 0; i < 70; ++i) test::addPicture(sampled, i);
    view.follow(sampled);
    ASSERT_TRUE(waitFor([&] { return view.sampling().pictures().count() > 0; }));
    test::takeScreenshots(view, "runs_sampling");
}

}  // namespace
}  // namespace duo::ui
