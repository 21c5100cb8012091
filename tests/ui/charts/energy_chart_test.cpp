#include "charts/energy_chart.h"

#include "charts/chart_probe.h"

namespace duo::ui {
namespace {

const std::vector<ModelRole> kModels{ModelRole::Drafter, ModelRole::Drafter, ModelRole::Refiner};

TEST(EnergyChart, TellsEnergyAndItsRoot) {
    EnergyChart chart;
    chart.setEnergy({400, -1, 9}, kModels);
    const ChartTable table = chart.table();
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_EQ(table.rows[0], (QVariantList{1, "drafter", 400.0, 20.0}));
    EXPECT_EQ(table.rows[1], (QVariantList{3, "refiner", 9.0, 3.0}));
}

TEST(EnergyChart, ChoosesAScale) {
    EnergyChart chart;
    chart.setEnergy({400, 100, 9}, kModels);
    test::layOut(chart);
    QSignalSpy clicked(&chart, &EnergyChart::scaleClicked);
    test::clickBand(chart, 1);
    ASSERT_EQ(clicked.size(), 1);
    EXPECT_EQ(clicked[0][0].toInt(), 1);
}

TEST(EnergyChart, IsEmptyWhereNothingIsKnown) {
    EnergyChart chart;
    chart.setEnergy({-1, -1}, {});
    EXPECT_TRUE(chart.isEmpty());
}

}  // namespace
}  // namespace duo::ui
