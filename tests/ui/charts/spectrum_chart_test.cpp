#include "charts/spectrum_chart.h"

#include "charts/chart_probe.h"

namespace duo::ui {
namespace {

TEST(SpectrumChart, TellsEverySpectrumUnderItsName) {
    SpectrumChart chart;
    chart.setNames({"Scale 1", "Finished picture"});
    chart.setSpectra({{9, 4, 1}, {16, 8, 2, 1}}, 1);
    const ChartTable table = chart.table();
    ASSERT_EQ(table.rows.size(), 7U);
    EXPECT_EQ(table.rows[3], (QVariantList{"Finished picture", 0, 16.0}));
    EXPECT_EQ(chart.note(), "Finished picture");
}

TEST(SpectrumChart, ShowsTheLastSpectrumWhereTheSelectedOneIsMissing) {
    SpectrumChart chart;
    chart.setSpectra({{9, 4, 1}, {}, {3, 2, 1}}, 1);
    EXPECT_EQ(chart.note(), "Scale 3");
    chart.setSelected(0);
    EXPECT_EQ(chart.note(), "Scale 1");
}

TEST(SpectrumChart, LeavesOutWhatHasNoPower) {
    SpectrumChart chart;
    chart.setSpectra({{9, 0, 4, 0}}, 0);
    EXPECT_EQ(chart.plot().graph(0)->data()->size(), 1);
    chart.setSpectra({{}, {}}, 0);
    EXPECT_TRUE(chart.isEmpty());
}

}  // namespace
}  // namespace duo::ui
