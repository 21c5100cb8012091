#include "state/batch_meter.h"

#include <gtest/gtest.h>

namespace duo::ui {
namespace {

constexpr int kScales = 3;

Run someRun(int split, std::vector<int> splits = {}) {
    ui::Run run;
    run.kind = splits.empty() ? RunKind::Generate : RunKind::Sweep;
    run.splits = std::move(splits);
    run.request.plan = DecodePlan::published(kScales, split);
    return run;
}

// One scale of a batch that took ms.
void take(BatchMeter& meter, int scale, double ms, int pictures = 2, int sweepSplit = -1) {
    ScaleDone done;
    done.scale = scale;
    done.pictures = pictures;
    done.sweepSplit = sweepSplit;
    ScaleFigures figures;
    figures.done = true;
    figures.side = scale + 1;
    figures.ms = ms;
    meter.takeScale(done, figures);
}

void handOver(BatchMeter& meter, double ms) {
    HandOver event;
    event.milliseconds = ms;
    meter.takeHandOver(event);
}

TEST(BatchMeterTest, PartsBatchesBySize) {
    BatchMeter meter(someRun(2));
    for (const double slower : {1.0, 3.0}) {
        take(meter, 0, 10 * slower);
        take(meter, 1, 20 * slower);
        handOver(meter, 4 * slower);
        take(meter, 2, 30 * slower);
    }
    take(meter, 0, 1, 1);
    take(meter, 1, 2, 1);
    take(meter, 2, 3, 1);
    ASSERT_EQ(meter.measured().size(), 2U);
    const BatchFigures& full = meter.measured()[0];
    EXPECT_EQ(full.pictures, 2);
    EXPECT_EQ(full.times, 2);
    EXPECT_EQ(full.split, 2);
    EXPECT_EQ(full.cachedScales, 2);
    EXPECT_DOUBLE_EQ(full.decodeMs(), 2 * (10 + 20 + 4 + 30));
    EXPECT_EQ(meter.measured()[1].pictures, 1);
    EXPECT_DOUBLE_EQ(meter.measured()[1].decodeMs(), 6);
}

TEST(BatchMeterTest, ASweepIsItsSplitsEachAsIfAlone) {
    BatchMeter meter(someRun(0, {0, 1, 3}));
    for (int k = 0; k < kScales; ++k) take(meter, k, 100 * (k + 1));
    ASSERT_EQ(meter.measured().size(), 1U);
    EXPECT_EQ(meter.measured()[0].split, 3);
    EXPECT_DOUBLE_EQ(meter.measured()[0].decodeMs(), 600);
    handOver(meter, 5);
    for (int k = 0; k < kScales; ++k) take(meter, k, k + 1, 2, 0);
    for (int k = 1; k < kScales; ++k) take(meter, k, 10 * (k + 1), 2, 1);
    ASSERT_EQ(meter.measured().size(), 3U);
    EXPECT_EQ(meter.measured()[1].split, 0);
    EXPECT_DOUBLE_EQ(meter.measured()[1].decodeMs(), 6);
    EXPECT_EQ(meter.measured()[2].split, 1);
    EXPECT_DOUBLE_EQ(meter.measured()[2].decodeMs(), 100 + 5 + 20 + 30);
    EXPECT_EQ(meter.measured()[2].cachedScales, 3);
}

TEST(BatchMeterTest, LeavesOutWhatSaysNothingClear) {
    ui::Run traced = someRun(2), alternating = someRun(2);
    traced.request.wantTrace = true;
    alternating.request.plan.scales[0].model = ModelRole::Refiner;
    for (const ui::Run& run : {traced, alternating, ui::Run()}) {
        BatchMeter meter(run);
        for (int k = 0; k < kScales; ++k) take(meter, k, 1);
        EXPECT_TRUE(meter.measured().empty());
    }
    BatchMeter cut(someRun(2));
    take(cut, 0, 1);
    take(cut, 2, 1);  // one was lost on the way
    EXPECT_TRUE(cut.measured().empty());
}

}  // namespace
}  // namespace duo::ui
