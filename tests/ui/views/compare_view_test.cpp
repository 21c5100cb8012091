#include "views/compare_view.h"

#include <gtest/gtest.h>

#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QtTest>

#include "compare_support.h"
#include "views/compare_difference_page.h"
#include "views/compare_flip.h"
#include "views/compare_pane.h"
#include "views/compare_sources.h"
#include "widgets/image_canvas.h"

namespace duo::ui {
namespace {

using test::finished;
using test::scene;
using test::solid;

struct CompareViewTest : testing::Test {
    CompareViewTest() {
        theme::apply(*qApp, ThemeKind::Dark);
        view.resize(900, 640);
        view.show();
    }

    void compare(int count) {
        std::vector<PicturePtr> pictures;
        for (int i = 0; i < count; ++i) pictures.push_back(finished(scene(i), 6 - i));
        selection.setCompared(pictures);
    }

    test::IdleStudio quiet;
    Studio& studio = quiet.studio;
    Selection& selection = studio.selection();
    CompareView view{{studio.settings(), studio.selection(), studio.models(), studio.queue(),
                      studio.recorder(), studio.history()}};
};

TEST_F(CompareViewTest, CaptionsTellClassSplitSeedModelsAndTime) {
    selection.setCompared({finished(scene(0), 4), finished(scene(1), 6, 11)});
    ASSERT_EQ(view.panes().size(), 2u);
    EXPECT_EQ(view.panes()[0]->caption().title(), "sunflower · N = 4 · seed 7");
    EXPECT_EQ(view.panes()[0]->caption().detail(),
              QString("var_large + var_small · 44.0%1ms").arg(QChar(0xa0)));
    EXPECT_EQ(view.panes()[1]->caption().title(), "sunflower · N = 6 (plain VAR) · seed 11");
    EXPECT_TRUE(view.panes()[1]->caption().detail().startsWith("var_large · "));
}

TEST_F(CompareViewTest, PicturesTakeTheRoom) {
    const auto columns = [this] {
        QSet<int> lefts;
        for (const ComparePane* pane : view.panes()) lefts.insert(pane->x());
        return lefts.size();
    };
    compare(4);
    view.resize(900, 800);
    QTest::qWait(20);
    EXPECT_EQ(columns(), 2);
    view.resize(1600, 420);
    QTest::qWait(20);
    EXPECT_EQ(columns(), 4);
    compare(2);
    view.resize(400, 900);
    QTest::qWait(20);
    EXPECT_EQ(columns(), 1);
}

TEST_F(CompareViewTest, MovesAllPicturesTogetherAndRemovesOne) {
    compare(4);
    ASSERT_EQ(view.panes().size(), 4u);
    for (ComparePane* pane : view.panes()) {
        EXPECT_EQ(pane->canvas().view(), view.wipeCanvas().view());
    }
    QTest::mouseClick(&view.panes()[1]->removeButton(), Qt::LeftButton);
    ASSERT_EQ(view.panes().size(), 3u);
    EXPECT_EQ(view.panes()[1]->picture(), selection.compared()[1]);
    EXPECT_EQ(view.panes()[1]->picture()->split, 4);
}

TEST_F(CompareViewTest, FollowsTheScaleOfTheWindow) {
    compare(2);
    view.setMode(CompareMode::Wipe);
    selection.setScale(2);
    EXPECT_EQ(view.panes()[0]->canvas().image().width(), test::kSides[2]);
    EXPECT_EQ(view.wipeCanvas().image().width(), test::kSides[2]);
    selection.setScale(-1);
    EXPECT_EQ(view.panes()[1]->canvas().image(), selection.compared()[1]->final);
}

TEST_F(CompareViewTest, SpaceFlipsAndTheShownSideIsNamed) {
    compare(3);
    view.setMode(CompareMode::Flip);
    ImageCanvas& canvas = view.flipPage().canvas();
    canvas.setFocus();
    EXPECT_EQ(canvas.image(), selection.compared()[0]->final);
    QTest::keyPress(&canvas, Qt::Key_Space);
    EXPECT_EQ(canvas.image(), selection.compared()[1]->final);
    EXPECT_TRUE(canvas.accessibleName().contains("B · sunflower · N = 5"));
    QTest::keyRelease(&canvas, Qt::Key_Space);
    EXPECT_EQ(canvas.image(), selection.compared()[0]->final);
    EXPECT_TRUE(canvas.accessibleName().contains("A · "));
    QTest::mousePress(&view.flipPage().holdButton(), Qt::LeftButton);
    EXPECT_EQ(view.flipPage().shown(), 1);
    QTest::mouseRelease(&view.flipPage().holdButton(), Qt::LeftButton);
    EXPECT_EQ(view.flipPage().shown(), 0);
}

TEST_F(CompareViewTest, TabGoesRoundThePictures) {
    compare(3);
    view.setMode(CompareMode::Flip);
    ImageCanvas& canvas = view.flipPage().canvas();
    for (const int expected : {1, 2, 0}) {
        QTest::keyClick(&canvas, Qt::Key_Tab);
        EXPECT_EQ(canvas.image(), selection.compared()[expected]->final);
        EXPECT_EQ(view.pair().first, expected);
        EXPECT_NE(view.pair().second, expected);
    }
}

TEST_F(CompareViewTest, ChoosingTheOtherSideSwapsThePair) {
    compare(3);
    view.setPair(1, 1);
    EXPECT_EQ(view.pair(), std::pair(1, 0));
    view.setPair(1, 1);
    EXPECT_EQ(view.pair(), std::pair(0, 1));
    view.setPair(2, 1);
    EXPECT_EQ(view.pair(), std::pair(2, 1));
}

TEST_F(CompareViewTest, DifferenceHasExactFigures) {
    QImage changed = solid(QColor(100, 100, 100));
    for (int x = 0; x < 16; ++x) changed.setPixelColor(x, 0, QColor(116, 116, 116));
    selection.setCompared({finished(solid(QColor(100, 100, 100)), 4), finished(changed, 6)});
    view.setMode(CompareMode::Difference);
    DifferencePage& page = view.differencePage();
    EXPECT_DOUBLE_EQ(page.shownDifference().figures.mean, 1.0);
    EXPECT_EQ(page.figuresText(), "mean 1.00 · max 16 of 255 · PSNR 36.1 dB");
    page.setGain(8);
    EXPECT_EQ(page.canvas().image().pixelColor(3, 0), differenceColor(128 / 255.0));
    EXPECT_EQ(page.legend().labels(), (QStringList{"0", "15.9", "≥ 31.9"}));
    page.setDifferenceOf(DifferenceOf::Luma);
    EXPECT_NEAR(page.shownDifference().figures.max, 16, 1e-9);
}

TEST_F(CompareViewTest, LargePicturesAreComparedElsewhereAndTheStaleDropped) {
    const QImage dark = solid(Qt::black, 600), light = solid(QColor(10, 10, 10), 600);
    DifferencePage& page = view.differencePage();
    QSignalSpy measured(&page, &DifferencePage::measured);
    QThreadPool& pool = *QThreadPool::globalInstance();
    const int threads = pool.maxThreadCount();
    QSemaphore gate;  // nothing is compared before both pairs were asked for
    pool.setMaxThreadCount(1);
    pool.start([&gate] { gate.acquire(); });
    page.setPair(dark, solid(Qt::white, 600), "stale");
    page.setPair(dark, light, "wanted");
    EXPECT_EQ(measured.count(), 0) << "a large pair must not be compared in place";
    gate.release();
    EXPECT_TRUE(measured.wait());
    pool.waitForDone();
    pool.setMaxThreadCount(threads);
    QApplication::processEvents();
    EXPECT_EQ(measured.count(), 1);
    EXPECT_DOUBLE_EQ(page.shownDifference().figures.mean, 10);
}

TEST_F(CompareViewTest, PicturesOfOtherSizesHaveNoDifference) {
    selection.setCompared({finished(solid(Qt::red, 16), 4), finished(solid(Qt::red, 32), 6)});
    view.setMode(CompareMode::Difference);
    EXPECT_TRUE(view.differencePage().canvas().image().isNull());
    EXPECT_TRUE(view.differencePage().figuresText().isEmpty());
}

TEST_F(CompareViewTest, PlainVarOfARunJoinsWhenItIsThere) {
    const RunPtr run = studio.queue().generate();
    run->pictures = {finished(scene(0), 4)};
    selection.setPicture(run->pictures[0]);
    QTest::mouseClick(&view.sources().plainButton(), Qt::LeftButton);
    ASSERT_EQ(studio.queue().runs().size(), 2u);
    const RunPtr plain = studio.queue().runs().back();
    EXPECT_TRUE(plain->comparison);
    EXPECT_EQ(view.sources().waitingCount(), 1);
    QTest::mouseClick(&view.sources().plainButton(), Qt::LeftButton);
    EXPECT_EQ(studio.queue().runs().size(), 2u) << "one run is enough";
    plain->pictures = {finished(scene(1), 6)};
    emit studio.recorder().pictureFinished(plain, plain->pictures[0]);
    EXPECT_EQ(selection.compared(), (std::vector{run->pictures[0], plain->pictures[0]}));
    EXPECT_EQ(view.sources().waitingCount(), 0);
}

TEST_F(CompareViewTest, AnotherSplitIsMadeFromTheMetadata) {
    selection.setCompared({finished(scene(0), 4, 99)});
    view.sources().splitBox().setValue(2);
    QTest::mouseClick(&view.sources().splitButton(), Qt::LeftButton);
    ASSERT_EQ(studio.queue().runs().size(), 1u);
    const RunPtr run = studio.queue().runs().front();
    EXPECT_EQ(run->splits, std::vector{2});
    EXPECT_EQ(run->request.seed, 99u);
    EXPECT_EQ(run->request.labels, std::vector{3});
    run->state = RunState::Failed;
    emit studio.queue().runChanged(run);
    EXPECT_EQ(view.sources().waitingCount(), 0);
}

TEST_F(CompareViewTest, LooksGood) {
    test::takeScreenshots(view, "compare_empty");
    compare(2);
    test::takeScreenshots(view, "compare_two");
    view.setMode(CompareMode::Wipe);
    test::takeScreenshots(view, "compare_wipe");
    view.setMode(CompareMode::Flip);
    test::takeScreenshots(view, "compare_flip");
    view.setMode(CompareMode::Difference);
    test::takeScreenshots(view, "compare_difference");
    compare(4);
    view.setMode(CompareMode::SideBySide);
    view.resize(700, 420);
    test::takeScreenshots(view, "compare_four_small");
}

}  // namespace
}  // namespace duo::ui
