#include "charts/speed_chart.h"

#include "charts/chart_probe.h"
#include "charts/some_run.h"

namespace duo::ui {
namespace {

class SpeedChartTest : public testing::Test {
  protected:
    SpeedChartTest() {
        chart.setRun(run);
        test::layOut(chart);
    }
    const RunPtr run = test::someRun(8);
    SpeedChart chart;
};

TEST_F(SpeedChartTest, TellsTheRunsFigures) {
    const ChartTable table = chart.table();
    ASSERT_EQ(table.rows.size(), 10U);
    const QVariantList together = test::column(table, "Together [ms]");
    const QVariantList rates = test::column(table, "Tokens/s");
    const QVariantList plain = test::column(table, "Plain VAR [ms]");
    for (int k = 0; k < 10; ++k) {
        const ScaleFigures& scale = run->scales[static_cast<std::size_t>(k)];
        EXPECT_DOUBLE_EQ(together[k].toDouble(), scale.ms);
        EXPECT_DOUBLE_EQ(rates[k].toDouble(), static_cast<double>(scale.tokens) * 1000 / scale.ms);
        EXPECT_EQ(plain[k].toString(), "");  // not measured, so not shown
    }
    EXPECT_FALSE(chart.summary().contains("plain VAR"));
}

TEST_F(SpeedChartTest, ShowsPlainVarOnlyWhereItWasMeasured) {
    const RunPtr plain = test::someRun(10);
    plain->scales[9].done = false;
    chart.setComparison(plain);
    const QVariantList column = test::column(chart.table(), "Plain VAR [ms]");
    EXPECT_DOUBLE_EQ(column[8].toDouble(), plain->scales[8].ms);
    EXPECT_EQ(column[9].toString(), "");
    EXPECT_FALSE(chart.note().contains("plain VAR"));  // its sum is unknown
    plain->scales[9].done = true;
    chart.refresh();
    EXPECT_TRUE(chart.note().contains("plain VAR"));
}

TEST_F(SpeedChartTest, ComparesOnlyScalesOfOneSize) {
    const RunPtr plain = test::someRun(10);
    for (ScaleFigures& scale : plain->scales) scale.side += 1;
    chart.setComparison(plain);
    EXPECT_EQ(test::column(chart.table(), "Plain VAR [ms]")[5].toString(), "");
}

TEST_F(SpeedChartTest, GrowsWithTheRun) {
    auto young = std::make_shared<ui::Run>();
    young->scales.resize(10);
    chart.setRun(young);
    EXPECT_TRUE(chart.isEmpty());
    young->scales[0] = test::scaleAt(0, ModelRole::Drafter, false);
    chart.refresh();
    EXPECT_FALSE(chart.isEmpty());
    EXPECT_EQ(chart.table().rows.size(), 1U);
}

TEST_F(SpeedChartTest, SelectsAScaleByClickAndKeys) {
    QSignalSpy clicked(&chart, &SpeedChart::scaleClicked);
    test::clickBand(chart, 3);
    EXPECT_EQ(chart.selected(), 3);
    QTest::keyClick(&chart.plot(), Qt::Key_Right);
    QTest::keyClick(&chart.plot(), Qt::Key_End);
    QTest::keyClick(&chart.plot(), Qt::Key_Right);
    QTest::keyClick(&chart.plot(), Qt::Key_Home);
    QList<int> scales;
    for (const QList<QVariant>& call : clicked) scales << call.at(0).toInt();
    EXPECT_EQ(scales, (QList<int>{3, 4, 9, 9, 0}));
}

TEST_F(SpeedChartTest, SelectionFromOutsideIsNoClick) {
    QSignalSpy clicked(&chart, &SpeedChart::scaleClicked);
    chart.setSelected(4);
    EXPECT_EQ(chart.selected(), 4);
    EXPECT_EQ(clicked.size(), 0);
    chart.setSelected(-1);
    QTest::keyClick(&chart.plot(), Qt::Key_Left);
    EXPECT_EQ(chart.selected(), 9);
}

TEST_F(SpeedChartTest, HidesTokensWithTheirAxis) {
    EXPECT_TRUE(chart.plot().yAxis2->visible());
    chart.setTokensShown(false);
    EXPECT_FALSE(chart.plot().yAxis2->visible());
}

TEST_F(SpeedChartTest, AxesOnlyGrowWhereRunsAreCompared) {
    const auto end = [this] { return chart.plot().yAxis->range().upper; };
    const RunPtr quick = test::someRun(8);
    for (ScaleFigures& scale : quick->scales) scale.ms /= 2;
    const double before = end();
    chart.setGrowOnly(true);
    chart.setRun(run);
    chart.setRun(quick);
    EXPECT_DOUBLE_EQ(end(), before);
    for (ScaleFigures& scale : quick->scales) scale.ms *= 8;
    chart.setRun(quick);
    EXPECT_GT(end(), before);
    chart.setGrowOnly(false);
    chart.setRun(run);
    EXPECT_DOUBLE_EQ(end(), before);
}

}  // namespace
}  // namespace duo::ui
