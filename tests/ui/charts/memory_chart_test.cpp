#include "charts/memory_chart.h"

#include "charts/chart_probe.h"
#include "charts/some_run.h"

namespace duo::ui {
namespace {

using test::kMB;

TEST(MemoryLayers, AreThoseThatHoldBytesWeightsFirst) {
    const std::vector<MemoryLayer> layers = memoryLayers(memoryByTime(*test::someRun(8)));
    const std::vector<MemoryLayer> expected{{MemoryOwner::Drafter, MemoryKind::Weights},
                                            {MemoryOwner::Refiner, MemoryKind::Weights},
                                            {MemoryOwner::VqVae, MemoryKind::Weights},
                                            {MemoryOwner::Drafter, MemoryKind::KvCache},
                                            {MemoryOwner::Refiner, MemoryKind::KvCache},
                                            {MemoryOwner::Drafter, MemoryKind::Activations},
                                            {MemoryOwner::Refiner, MemoryKind::Activations},
                                            {MemoryOwner::VqVae, MemoryKind::Activations}};
    EXPECT_EQ(layers, expected);
    const std::vector<MemoryLayer> plain = memoryLayers(memoryByTime(*test::someRun(10)));
    EXPECT_EQ(std::count(plain.begin(), plain.end(),
                         MemoryLayer{MemoryOwner::Refiner, MemoryKind::KvCache}),
              0);
}

TEST(HandOvers, FreeTheCacheOfTheSessionBefore) {
    const std::vector<HandOverMark> marks = handOvers(test::someRun(8)->memory);
    ASSERT_EQ(marks.size(), 1U);
    EXPECT_EQ(marks[0].nextScale, 8);
    EXPECT_EQ(marks[0].freedBytes, 96 * kMB);
    EXPECT_TRUE(handOvers(test::someRun(10)->memory).empty());
}

TEST(HandOvers, AreNotMistakenForASampleTakenJustBefore) {
    std::vector<MemoryPoint> points = test::someRun(8)->memory;
    const auto at = std::find_if(points.begin(), points.end(),
                                 [](const MemoryPoint& point) { return point.handOver; });
    MemoryPoint sample = *at;  // the cache is freed, its event has not arrived yet
    sample.handOver = false;
    sample.scale = -1;
    points.insert(at, sample);
    EXPECT_EQ(handOvers(points).at(0).freedBytes, 96 * kMB);
}

TEST(MemoryByTime, EndsWithTheVqvaeOfARunThatIsDone) {
    const RunPtr run = test::someRun(8);
    const std::vector<MemoryPoint> points = memoryByTime(*run);
    EXPECT_DOUBLE_EQ(points.back().ms, run->memory.back().ms + 60);
    run->state = RunState::Running;
    EXPECT_EQ(memoryByTime(*run).size(), run->memory.size());
    run->state = RunState::Done;
    run->kind = RunKind::Sweep;
    EXPECT_EQ(memoryByTime(*run).size(), run->memory.size());
}

TEST(MemoryByScale, KeepsTheNewestBatch) {
    const RunPtr run = test::someRun(8);
    std::vector<MemoryPoint> twice = run->memory;
    for (MemoryPoint point : run->memory) {
        point.ms += 1000;
        twice.push_back(point);
    }
    const std::vector<MemoryPoint> points = memoryByScale(twice);
    ASSERT_EQ(points.size(), 10U);
    for (const MemoryPoint& point : points) EXPECT_GT(point.ms, 1000);
}

TEST(MemoryChart, TellsTheRunsFigures) {
    const RunPtr run = test::someRun(8);
    MemoryChart chart;
    chart.setRun(run);
    const ChartTable table = chart.table();
    ASSERT_EQ(table.rows.size(), run->memory.size() + 1);
    const QVariantList caches = test::column(table, "Drafter cache [bytes]");
    const QVariantList peaks = test::column(table, "Allocator peak [bytes]");
    for (std::size_t i = 0; i < run->memory.size(); ++i) {
        const MemorySnapshot& memory = run->memory[i].memory;
        EXPECT_EQ(caches[static_cast<int>(i)].toLongLong(),
                  memory.of(MemoryOwner::Drafter, MemoryKind::KvCache));
        EXPECT_EQ(peaks[static_cast<int>(i)].toLongLong(), memory.allocatorPeakBytes);
    }
    EXPECT_TRUE(chart.summary().contains("before scale 9 freed 96.0\u00a0MiB"))
        << chart.summary().toStdString();
    EXPECT_EQ(chart.plot().accessibleDescription(), chart.summary());
}

TEST(MemoryChart, StacksUpToTheSumOfItsLayers) {
    const RunPtr run = test::someRun(8);
    MemoryChart chart;
    chart.setRun(run);
    double highest = 0;
    for (int i = 0; i < chart.plot().graphCount(); ++i) {
        const QCPGraph* graph = chart.plot().graph(i);
        if (!graph->visible() || graph->name() == "Allocator peak") continue;
        for (const QCPGraphData& point : *graph->data()) highest = std::max(highest, point.value);
    }
    // Scale 8 is the drafter's last and has the peak: weights, its cache, 4 + 49 MiB of
    // activations.
    const double vqvae = 150 + 40 + 25 + 120;
    EXPECT_NEAR(highest, std::max(150.0 + 40 + 25 + 96 + 53, vqvae), 1e-6);
}

TEST(MemoryChart, ChoosesAScaleByItsBandInBothWays) {
    MemoryChart chart;
    chart.setRun(test::someRun(8));
    test::layOut(chart);
    QSignalSpy clicked(&chart, &MemoryChart::scaleClicked);
    test::clickBand(chart, 9);
    ASSERT_EQ(clicked.size(), 1);
    EXPECT_EQ(clicked.takeFirst().at(0).toInt(), 9);
    EXPECT_EQ(chart.selected(), 9);
    chart.setByScale(true);
    chart.plot().replot(QCustomPlot::rpImmediateRefresh);
    test::clickBand(chart, 2);
    ASSERT_EQ(clicked.size(), 1);
    EXPECT_EQ(clicked.takeFirst().at(0).toInt(), 2);
}

TEST(MemoryChart, SaysWhatIsMissingBeforeTheFirstRun) {
    MemoryChart chart;
    EXPECT_TRUE(chart.isEmpty());
    EXPECT_TRUE(chart.plot().accessibleDescription().contains("No memory figures"));
    auto waiting = std::make_shared<ui::Run>();
    chart.setRun(waiting);
    EXPECT_TRUE(chart.isEmpty());
    EXPECT_TRUE(chart.table().rows.empty());
}

}  // namespace
}  // namespace duo::ui
