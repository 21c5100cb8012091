#include "views/sweep_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <cmath>

#include "compare_support.h"

namespace duo::ui {
namespace {

using test::kSides;
using test::solid;

const int kScales = static_cast<int>(kSides.size());

RunPtr sweepRun(std::vector<int> labels, std::vector<int> splits, std::uint64_t seed = 7) {
    auto run = std::make_shared<Run>();
    run->kind = RunKind::Sweep;
    run->state = RunState::Running;
    run->splits = splits;
    run->request.labels = std::move(labels);
    run->request.seed = seed;
    run->request.plan = DecodePlan::published(kScales, kScales);
    for (const int split : splits) run->splitFigures.push_back({.split = split});
    return run;
}

PicturePtr picture(int index, int split, const QImage& image) {
    auto result = test::finished(image, split);
    result->index = index;
    return result;
}

void measure(Run& run, int split, double ms, std::int64_t bytes) {
    for (SplitFigures& figures : run.splitFigures) {
        if (figures.split == split) figures = {split, true, ms, 5, bytes};
    }
}

struct SweepModelTest : testing::Test {
    SweepModel model{[](int label) { return QStringLiteral("class %1").arg(label); }};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(SweepModelTest, HasAColumnForEverySplitInRisingOrder) {
    model.setRuns({sweepRun({3, 5}, {6, 0, 4})}, SweepModel::Rows::Classes);
    EXPECT_EQ(model.rowCount(), 2);
    EXPECT_EQ(model.columnCount(), 3);
    EXPECT_EQ(model.headerData(0, Qt::Horizontal, Qt::DisplayRole), "N = 0");
    EXPECT_EQ(model.headerData(0, Qt::Horizontal, SweepModel::MeaningRole), "refiner alone");
    EXPECT_EQ(model.headerData(1, Qt::Horizontal, SweepModel::MeaningRole), "4 + 2");
    EXPECT_EQ(model.headerData(2, Qt::Horizontal, SweepModel::MeaningRole), "plain VAR");
    EXPECT_EQ(model.headerData(1, Qt::Vertical, Qt::DisplayRole), "class 5");
    EXPECT_EQ(model.columnOf(4), 1);
    EXPECT_EQ(model.columnOf(5), -1);
}

TEST_F(SweepModelTest, FillsCellsAsPicturesArrive) {
    const RunPtr run = sweepRun({3, 5}, {4, 6});
    model.setRuns({run}, SweepModel::Rows::Classes);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    run->pictures = {picture(1, 4, solid(Qt::red))};
    model.refresh(run);
    EXPECT_GT(changed.count(), 0);
    EXPECT_EQ(model.picture(model.index(1, 0)), run->pictures[0]);
    EXPECT_FALSE(model.picture(model.index(0, 0)));
    EXPECT_EQ(model.finishedPictures().size(), 1u);
}

TEST_F(SweepModelTest, ComparesTimeAndPicturesToPlainVar) {
    const RunPtr run = sweepRun({3, 5}, {4, 6});
    model.setRuns({run}, SweepModel::Rows::Classes);
    run->pictures = {picture(0, 4, solid(QColor(110, 100, 100)))};
    measure(*run, 4, 50, 3 << 20);
    model.refresh(run);
    SweepFigures f = model.figures(model.index(0, 0));
    EXPECT_DOUBLE_EQ(f.ms, 25) << "of one of two pictures";
    EXPECT_EQ(f.peakBytes, 3 << 20);
    EXPECT_EQ(f.speedUp, -1) << "plain VAR is not there yet";
    EXPECT_FALSE(f.difference.known);

    run->pictures.push_back(picture(0, 6, solid(QColor(100, 100, 100))));
    measure(*run, 6, 120, 9 << 20);
    model.refresh(run);
    f = model.figures(model.index(0, 0));
    EXPECT_DOUBLE_EQ(f.speedUp, 2.4);
    EXPECT_DOUBLE_EQ(f.difference.mean, 10.0 / 3);
    EXPECT_DOUBLE_EQ(f.difference.psnr, 10 * std::log10(255.0 * 255.0 * 3 / 100));
    const QStringList lines = model.index(0, 0).data(SweepModel::LinesRole).toStringList();
    ASSERT_EQ(lines.size(), 4);
    EXPECT_EQ(lines[1], "2.40×");
    EXPECT_EQ(lines[3], "32.9 dB");
    EXPECT_EQ(model.index(0, 1).data(SweepModel::LinesRole).toStringList().last(), "plain VAR");
    EXPECT_TRUE(model.sentence(model.index(0, 0)).contains("class 3 · N = 4"));
}

TEST_F(SweepModelTest, TellsEqualPictures) {
    const RunPtr run = sweepRun({3}, {4, 6});
    run->pictures = {picture(0, 4, solid(Qt::red)), picture(0, 6, solid(Qt::red))};
    model.setRuns({run}, SweepModel::Rows::One);
    EXPECT_EQ(model.index(0, 0).data(SweepModel::LinesRole).toStringList().last(), "equal");
}

TEST_F(SweepModelTest, KeepsSeedsInRowsOfTheirOwnRuns) {
    const RunPtr first = sweepRun({3}, {4, 6}, 7), second = sweepRun({3}, {4, 6}, 8);
    model.setRuns({first, second}, SweepModel::Rows::Seeds);
    EXPECT_EQ(model.rowTitle(1), "seed 8");
    second->pictures = {picture(0, 4, solid(Qt::red))};
    measure(*second, 4, 30, 100);
    model.refresh(second);
    EXPECT_FALSE(model.picture(model.index(0, 0)));
    EXPECT_EQ(model.picture(model.index(1, 0)), second->pictures[0]);
    EXPECT_EQ(model.figures(model.index(0, 0)).ms, -1);
    measure(*first, 4, 10, 200);
    const std::vector<SplitFigures> costs = model.costs();
    EXPECT_TRUE(costs[0].done);
    EXPECT_DOUBLE_EQ(costs[0].decodeMs, 20);
    EXPECT_EQ(costs[0].peakBytes, 200);
    EXPECT_FALSE(costs[1].done);
}

// A split that a pair is tuned for is a run of its own.
TEST_F(SweepModelTest, RunsOfOneRequestShareTheirRows) {
    const RunPtr plain = sweepRun({3, 5}, {2, 6}), tuned = sweepRun({3, 5}, {4});
    tuned->files.drafter = "drafter_4";
    tuned->pictures = {picture(0, 4, solid(Qt::red)), picture(1, 4, solid(Qt::blue))};
    model.setRuns({plain, tuned}, SweepModel::Rows::Classes);
    EXPECT_EQ(model.rowCount(), 2);
    ASSERT_EQ(model.columnCount(), 3);
    EXPECT_EQ(model.split(1), 4);
    EXPECT_EQ(model.picture(model.index(1, 1)), tuned->pictures[1]);
    EXPECT_FALSE(model.picture(model.index(1, 0)));
    EXPECT_TRUE(model.isSpecialised(4));
    EXPECT_FALSE(model.isSpecialised(2));
    const auto header = [this](int column) {
        return model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    };
    EXPECT_NE(header(1), "N = 4") << "marked";
    EXPECT_EQ(header(0), "N = 2");
    measure(*plain, 6, 60, 100);
    measure(*tuned, 4, 20, 50);
    EXPECT_DOUBLE_EQ(model.figures(model.index(0, 1)).speedUp, 3);
}

TEST_F(SweepModelTest, ShowsPicturesAtTheChosenScale) {
    const RunPtr run = sweepRun({3}, {4, 6});
    run->pictures = {picture(0, 4, test::scene(0))};
    model.setRuns({run}, SweepModel::Rows::One);
    model.setScale(1);
    EXPECT_EQ(model.index(0, 0).data(Qt::DecorationRole).value<QImage>().width(), kSides[1]);
    model.setScale(-1);
    EXPECT_EQ(model.index(0, 0).data(Qt::DecorationRole).value<QImage>().width(), 96);
}

TEST_F(SweepModelTest, WorksUntilEveryRunHasEnded) {
    const RunPtr first = sweepRun({3}, {6}), second = sweepRun({3}, {6});
    model.setRuns({first, second}, SweepModel::Rows::Seeds);
    first->state = RunState::Done;
    EXPECT_TRUE(model.isWorking());
    second->state = RunState::Cancelled;
    EXPECT_FALSE(model.isWorking());
    model.setRuns({}, SweepModel::Rows::One);
    EXPECT_EQ(model.cellCount(), 0);
}

}  // namespace
}  // namespace duo::ui
