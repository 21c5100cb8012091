#include "views/sweep_view.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFileDialog>
#include <QMenu>
#include <QPushButton>
#include <QtTest>

#include "charts/cost_chart.h"
#include "compare_support.h"
#include "support/demo_family.h"
#include "views/sweep_controls.h"
#include "views/sweep_export.h"
#include "views/sweep_grid.h"

namespace duo::ui {
namespace {

using test::finished;
using test::scene;

const int kScales = static_cast<int>(test::kSides.size());

TEST(SweepChoice, AlwaysTakesPlainVarAlong) {
    EXPECT_EQ((SweepChoice{.from = 2, .to = 4}.splits(6)), (std::vector{2, 3, 4, 6}));
    EXPECT_EQ((SweepChoice{.from = 4, .to = 6}.splits(6)), (std::vector{4, 5, 6}));
    EXPECT_EQ((SweepChoice{.from = 0, .to = 10}.splits(2)), (std::vector{0, 1, 2}));
}

struct SweepViewTest : testing::Test {
    SweepViewTest() {
        theme::apply(*qApp, ThemeKind::Dark);
        view.resize(900, 640);
        view.show();
    }

    // As the studio fills it; splits below `upTo` are finished.
    RunPtr run(const std::vector<int>& labels, int upTo = 99, quint64 seed = 7) {
        GenerationRequest request = studio.settings().request(seed);
        request.labels = labels;
        std::vector<int> splits;
        for (int n = 0; n <= kScales; ++n) splits.push_back(n);
        const RunPtr run = studio.queue().sweep(request, splits);
        run->state = upTo > kScales ? RunState::Done : RunState::Running;
        run->pictures.clear();
        for (const int split : splits) {
            if (split >= upTo) continue;
            for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
                run->pictures.push_back(finished(scene(kScales - split + 3 * i), split, seed));
                run->pictures.back()->index = i;
                run->pictures.back()->label = labels[i];
            }
            run->splitFigures[split] = {split, true, 20.0 + 6 * split, 5, (4 + split) << 20};
        }
        return run;
    }

    test::IdleStudio quiet;
    Studio& studio = quiet.studio;
    SweepView view{{studio.settings(), studio.selection(), studio.models(), studio.queue(),
                    studio.recorder(), studio.files(), studio.notices()}};
};

TEST_F(SweepViewTest, WalksByKeysAndOpensComparesUses) {
    const RunPtr sweep = run({3, 5});
    view.showRuns({sweep}, SweepModel::Rows::Classes);
    SweepGrid& grid = view.grid();
    QSignalSpy opened(&view, &SweepView::opened);
    QTest::keyClick(&grid, Qt::Key_Right);
    QTest::keyClick(&grid, Qt::Key_Right);
    QTest::keyClick(&grid, Qt::Key_Down);
    EXPECT_EQ(grid.cell(), view.model().index(1, 2));
    QTest::keyClick(&grid, Qt::Key_Return);
    ASSERT_EQ(opened.count(), 1);
    const PicturePtr picture = opened[0][0].value<PicturePtr>();
    EXPECT_EQ(picture->split, 2);
    EXPECT_EQ(picture->index, 1);
    QTest::keyClick(&grid, Qt::Key_C);
    EXPECT_EQ(studio.selection().compared(), std::vector{picture});
    QTest::keyClick(&grid, Qt::Key_U);
    EXPECT_EQ(studio.settings().split(), 2);
}

// Eleven pictures side by side would be tiny above an empty half.
TEST_F(SweepViewTest, ASingleRowUsesTheRoom) {
    view.resize(760, 700);
    view.showRuns({run({3})}, SweepModel::Rows::One);
    SweepGrid& grid = view.grid();
    const int columns = view.model().columnCount();
    const int unfolded = grid.width() / columns;
    EXPECT_GT(grid.lines(), 1);
    EXPECT_GT(grid.edge(), unfolded * 5 / 4);
    for (int column = 0; column < columns; ++column) {
        const QRect cell = grid.cellRect(view.model().index(0, column));
        EXPECT_TRUE(grid.viewport()->rect().contains(cell)) << column;
    }
    // The arrow keys walk the splits in their order.
    for (int column = 1; column < columns; ++column) {
        QTest::keyClick(&grid, Qt::Key_Right);
        EXPECT_EQ(grid.cell(), view.model().index(0, column));
    }
    grid.setEdge(60);
    EXPECT_EQ(grid.lines(), 1) << "a size that a person chose";
    view.showRuns({run({3, 5})}, SweepModel::Rows::Classes);
    grid.setFitted(true);
    EXPECT_EQ(grid.lines(), 1) << "several rows are a table";
}

TEST_F(SweepViewTest, UseButtonTakesTheChosenSplit) {
    view.showRuns({run({3})}, SweepModel::Rows::One);
    view.grid().setCell(view.model().index(0, 5));
    EXPECT_EQ(view.useButton().text(), "Use N = 5");
    QTest::mouseClick(&view.useButton(), Qt::LeftButton);
    EXPECT_EQ(studio.settings().split(), 5);
    emit view.costChart().splitClicked(1);
    EXPECT_EQ(view.grid().cell().column(), 1);
}

TEST_F(SweepViewTest, EnterOnAnEmptyCellOpensNothing) {
    view.showRuns({run({3}, 2)}, SweepModel::Rows::One);
    view.grid().setCell(view.model().index(0, 4));
    QSignalSpy opened(&view, &SweepView::opened);
    QTest::keyClick(&view.grid(), Qt::Key_Return);
    QTest::keyClick(&view.grid(), Qt::Key_C);
    EXPECT_EQ(opened.count(), 0);
    EXPECT_TRUE(studio.selection().compared().empty());
}

TEST_F(SweepViewTest, CellsKeepTheirSizeWhilePicturesArrive) {
    const RunPtr sweep = run({3}, 1);
    view.showRuns({sweep}, SweepModel::Rows::One);
    const QRect before = view.grid().cellRect(view.model().index(0, 3));
    sweep->pictures.push_back(finished(scene(3, 200), 3));
    emit studio.recorder().pictureFinished(sweep, sweep->pictures.back());
    EXPECT_TRUE(view.model().picture(view.model().index(0, 3)));
    EXPECT_EQ(view.grid().cellRect(view.model().index(0, 3)), before);
}

TEST_F(SweepViewTest, AsksForWhatTheRowsNeed) {
    studio.settings().setClasses({{3, 2}, {5, 1}, {3, 1}});
    ASSERT_EQ(view.plan().requests().size(), 1u);
    EXPECT_EQ(view.plan().requests()[0].labels, std::vector{3});
    view.controls().setChoice({.rows = SweepModel::Rows::Classes});
    EXPECT_EQ(view.plan().requests()[0].labels, (std::vector{3, 5}));
    view.controls().setChoice({.rows = SweepModel::Rows::Seeds, .seeds = 3});
    const auto seeds = view.plan().requests();
    ASSERT_EQ(seeds.size(), 3u);
    EXPECT_EQ(seeds[2].seed, 9u);
    studio.settings().setRng(RngKind::Published);
    EXPECT_EQ(view.plan().requests()[0].rng, RngKind::Counter);
    EXPECT_TRUE(view.statusText().contains("draws by position"));
}

TEST_F(SweepViewTest, CancelsEveryRunOfTheSweep) {
    const RunPtr first = studio.queue().sweep(studio.settings().request(7), {6});
    const RunPtr second = studio.queue().sweep(studio.settings().request(8), {6});
    view.showRuns({first, second}, SweepModel::Rows::Seeds);
    EXPECT_TRUE(view.controls().cancelButton().isVisible());
    QTest::mouseClick(&view.controls().cancelButton(), Qt::LeftButton);
    EXPECT_EQ(first->state, RunState::Cancelled);
    EXPECT_EQ(second->state, RunState::Cancelled);
    EXPECT_TRUE(view.controls().startButton().isVisible());
}

TEST_F(SweepViewTest, ANewWindowShowsTheWholeSheet) {
    const GenerationRequest request = studio.settings().request(7);
    const RunPtr older = studio.queue().sweep(request, {4, 6});
    const RunPtr plain = studio.queue().sweep(request, {2, 6}),
                 tuned = studio.queue().sweep(request, {4});
    SweepView other({studio.settings(), studio.selection(), studio.models(), studio.queue(),
                     studio.recorder(), studio.files(), studio.notices()});
    EXPECT_EQ(other.model().runs(), (std::vector{plain, tuned}));
    EXPECT_EQ(other.model().columnCount(), 3);
}

TEST_F(SweepViewTest, ComesBackAsItWas) {
    view.controls().setChoice({SweepModel::Rows::Seeds, 2, 5, 7});
    view.grid().setEdge(150);
    QTemporaryDir folder;
    QSettings store(folder.filePath("store.ini"), QSettings::IniFormat);
    view.save(store);
    SweepView other({studio.settings(), studio.selection(), studio.models(), studio.queue(),
                     studio.recorder(), studio.files(), studio.notices()});
    other.restore(store);
    EXPECT_EQ(other.controls().choice(), view.controls().choice());
    EXPECT_EQ(other.grid().edge(), 150);
}

TEST_F(SweepViewTest, ExportsTheSheetAndThePictures) {
    view.showRuns({run({3}, 99)}, SweepModel::Rows::One);
    QTemporaryDir folder;
    QSignalSpy noticed(&studio.notices(), &NoticeCentre::noticed);
    view.exporter().writeSheet(folder.filePath("sheet.png"), SheetPaper::White);
    ASSERT_TRUE(noticed.wait());
    const QImage sheet(folder.filePath("sheet.png"));
    EXPECT_GT(sheet.width(), (kScales + 1) * 96);
    view.exporter().writePictures(folder.path());
    const QStringList pictures{"sunflower_seed7_image0_N*.png"};
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return QDir(folder.path()).entryList(pictures).size() == kScales + 1; }));
    noticed.wait(200);  // the last one tells of itself before its folder goes
}

TEST_F(SweepViewTest, AsksForAFileWithoutBlocking) {
    view.showRuns({run({3})}, SweepModel::Rows::One);
    emit view.exporter().menu()->aboutToShow();
    view.exporter().menu()->actions()[0]->trigger();
    auto* dialog = view.findChild<QFileDialog*>();
    ASSERT_TRUE(dialog);
    EXPECT_TRUE(dialog->isVisible());
    dialog->reject();
}

TEST_F(SweepViewTest, LooksGood) {
    test::takeScreenshots(view, "sweep_empty");
    view.showRuns({run({3})}, SweepModel::Rows::One);
    view.grid().setCell(view.model().index(0, 4));
    test::takeScreenshots(view, "sweep_one");
    view.showRuns({run({3, 5, 8}, 4)}, SweepModel::Rows::Classes);
    test::takeScreenshots(view, "sweep_classes_working");
    view.resize(680, 380);
    test::takeScreenshots(view, "sweep_small");
}

// The whole way over the real core, with a family that takes milliseconds.
TEST(SweepOverTheCore, FillsTheSheetAndComparesToPlainVar) {
    QTemporaryDir data;
    Studio studio({{DUO_CLI, "serve"}, test::tinyFamilyFolder(), data.path()});
    SweepView view({studio.settings(), studio.selection(), studio.models(), studio.queue(),
                    studio.recorder(), studio.files(), studio.notices()});
    view.show();
    studio.start();
    ASSERT_TRUE(QTest::qWaitFor([&] { return studio.models().loaded().has_value(); }, 60000));
    studio.settings().setClasses({{1, 1}, {2, 1}});
    const int scales = studio.settings().scaleCount();
    view.controls().setChoice({.rows = SweepModel::Rows::Classes, .from = 0, .to = scales});
    ASSERT_TRUE(view.controls().startButton().isEnabled()) << view.plan().whyNot().toStdString();
    QTest::mouseClick(&view.controls().startButton(), Qt::LeftButton);
    ASSERT_EQ(view.model().columnCount(), scales + 1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !view.model().isWorking(); }, 60000));
    ASSERT_EQ(view.model().finishedPictures().size(), 2u * (scales + 1))
        << view.statusText().toStdString();
    for (int column = 0; column <= scales; ++column) {
        const SweepFigures f = view.model().figures(view.model().index(1, column));
        EXPECT_GT(f.ms, 0);
        EXPECT_GT(f.peakBytes, 0);
        EXPECT_GT(f.speedUp, 0);
        EXPECT_EQ(f.difference.max == 0, column == scales) << column;
    }
    EXPECT_FALSE(view.costChart().isEmpty());
}

}  // namespace
}  // namespace duo::ui
