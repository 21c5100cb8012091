#include "charts/cost_chart.h"

#include "charts/chart_probe.h"

namespace duo::ui {
namespace {

SplitFigures split(int n, double ms, std::int64_t bytes, bool done = true) {
    return {n, done, ms, 20, bytes};
}

TEST(CostChart, TellsThePointsThatAreMeasuredInOrder) {
    CostChart chart;
    chart.setPoints({split(4, 900, 400), split(0, 300, 100), split(2, 0, 0, false)});
    const ChartTable table = chart.table();
    EXPECT_EQ(test::column(table, "N"), (QVariantList{0, 4}));
    EXPECT_EQ(test::column(table, "Decoding [ms]"), (QVariantList{300.0, 900.0}));
    EXPECT_EQ(table.rows[1][3].toLongLong(), 400);
}

TEST(CostChart, ChoosesAMeasuredSplitOnly) {
    CostChart chart;
    chart.setPoints({split(0, 300, 100), split(1, 0, 0, false), split(2, 500, 300)});
    test::layOut(chart);
    QSignalSpy clicked(&chart, &CostChart::splitClicked);
    test::clickBand(chart, 2);
    ASSERT_EQ(clicked.size(), 1);
    EXPECT_EQ(clicked[0][0].toInt(), 2);
    QTest::mouseClick(&chart.plot(), Qt::LeftButton, {},
                      ((chart.bandCenter(0) + chart.bandCenter(2)) / 2).toPoint());
    EXPECT_EQ(clicked.size(), 1);
}

TEST(CostChart, ArrowKeysPassOverSplitsThatAreNotMeasured) {
    CostChart chart;
    chart.setPoints({split(0, 300, 100), split(1, 0, 0, false), split(2, 500, 300)});
    chart.setSelected(0);
    QSignalSpy clicked(&chart, &CostChart::splitClicked);
    QTest::keyClick(&chart.plot(), Qt::Key_Right);
    ASSERT_EQ(clicked.size(), 1);
    EXPECT_EQ(clicked[0][0].toInt(), 2);
}

TEST(CostChart, IsEmptyBeforeTheFirstSplit) {
    CostChart chart;
    chart.setPoints({split(0, 0, 0, false), split(1, 0, 0, false)});
    EXPECT_TRUE(chart.isEmpty());
}

}  // namespace
}  // namespace duo::ui
