// Draws every chart in both themes as pictures for review.
#include "charts/chart_probe.h"
#include "charts/cost_chart.h"
#include "charts/energy_chart.h"
#include "charts/memory_chart.h"
#include "charts/some_run.h"
#include "charts/spectrum_chart.h"
#include "charts/speed_chart.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

class ChartGallery : public testing::TestWithParam<ThemeKind> {
  protected:
    void SetUp() override {
        QLocale::setDefault(QLocale::c());
        theme::apply(*qApp, GetParam());
    }
    void TearDown() override { theme::apply(*qApp, ThemeKind::Dark); }

    void keep(Chart& chart, const QString& name, QSize size = {560, 260}) {
        test::layOut(chart, size);
        QDir().mkpath(DUO_SCREENSHOTS);
        const QString theme = GetParam() == ThemeKind::Dark ? "dark" : "light";
        EXPECT_TRUE(chart.grab().save(
            QStringLiteral("%1/charts-%2-%3.png").arg(DUO_SCREENSHOTS, name, theme)));
    }
};

TEST_P(ChartGallery, Memory) {
    MemoryChart chart;
    keep(chart, "memory-empty");
    chart.setRun(test::someRun(8));
    keep(chart, "memory-time");
    chart.setSelected(7);
    chart.setByScale(true);
    keep(chart, "memory-scale");
    keep(chart, "memory-small", {330, 190});
    keep(chart, "memory-flat", {420, 130});
}

TEST_P(ChartGallery, Speed) {
    SpeedChart chart;
    chart.setRun(test::someRun(8));
    chart.setSelected(8);
    keep(chart, "speed");
    chart.setComparison(test::someRun(10));
    chart.plot().setFocus();
    keep(chart, "speed-compared");
    EXPECT_TRUE(chart.exportTo(QStringLiteral("%1/charts-speed-export.svg").arg(DUO_SCREENSHOTS))
                    .isEmpty());
    EXPECT_TRUE(chart.exportTo(QStringLiteral("%1/charts-speed-export.png").arg(DUO_SCREENSHOTS))
                    .isEmpty());
    chart.setTokensShown(false);
    keep(chart, "speed-small", {330, 190});
}

TEST_P(ChartGallery, Cost) {
    CostChart chart;
    std::vector<SplitFigures> points;
    for (int n = 0; n <= 10; ++n) {
        const RunPtr run = test::someRun(n);
        const std::int64_t bytes = (n == 0 ? 44 : 100 + 5 * n) * test::kMB;
        points.push_back({n, n != 9, run->report.decodeMs, 60, bytes});
    }
    chart.setPoints(points);
    chart.setCurrent(8);
    chart.setSelected(6);
    keep(chart, "cost");
}

TEST_P(ChartGallery, SpectrumAndEnergy) {
    std::vector<std::vector<double>> spectra;
    std::vector<double> energy;
    for (int k = 0; k < 10; ++k) {
        std::vector<double> spectrum;
        for (int cycles = 0; cycles <= 64; ++cycles) {
            const double roll = 1 + std::pow(cycles / (0.5 * test::kSides[k]), 4);
            spectrum.push_back(400.0 / (1 + cycles * cycles) / roll);
        }
        spectra.push_back(spectrum);
        energy.push_back(900.0 / ((k + 1) * (k + 1)));
    }
    SpectrumChart chart;
    chart.setSpectra(spectra, 6);
    keep(chart, "spectrum", {320, 220});
    EnergyChart bars;
    std::vector<ModelRole> models(10, ModelRole::Drafter);
    models[8] = models[9] = ModelRole::Refiner;
    bars.setEnergy(energy, models);
    bars.setSelected(6);
    keep(bars, "energy", {320, 220});
    keep(bars, "energy-flat", {260, 150});
}

INSTANTIATE_TEST_SUITE_P(Themes, ChartGallery, testing::Values(ThemeKind::Dark, ThemeKind::Light));

}  // namespace
}  // namespace duo::ui
