#include "charts/loss_chart.h"

#include <cmath>

#include "charts/chart_probe.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

std::vector<LossPoint> someCurve(int count) {
    std::vector<LossPoint> curve;
    for (int i = 1; i <= count; ++i) {
        const double loss = 8.0 / i;
        curve.push_back({20.0 * i, loss - 0.1, loss + 0.1, loss, 1e-3 / i});
    }
    return curve;
}

TEST(LossChart, DrawsLossAndRateAgainstTheStep) {
    LossChart chart;
    EXPECT_TRUE(chart.isEmpty());
    chart.setCurve(someCurve(40));
    test::layOut(chart);
    EXPECT_FALSE(chart.isEmpty());
    EXPECT_EQ(chart.plot().xAxis->range().upper, 800);
    EXPECT_EQ(test::column(chart.table(), "Step").front(), 20.0);
    EXPECT_TRUE(chart.summary().contains("800")) << chart.summary().toStdString();
    EXPECT_GT(chart.plot().yAxis->range().upper, 8) << "few points are all shown";
}

TEST(LossChart, PeaksOfTheBeginningDoNotPressTheRestFlat) {
    std::vector<LossPoint> curve = someCurve(1000);
    curve[1].maxLoss = 1e6;
    LossChart chart;
    chart.setCurve(curve);
    EXPECT_LT(chart.plot().yAxis->range().upper, 10);
}

double luminance(const QColor& color) {
    const auto linear = [](double c) { return std::pow(c, 2.2); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

// As WCAG asks it of lines that matter: at least 3.
double contrast(const QColor& a, const QColor& b) {
    const double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
    return std::max(one, other) / std::min(one, other);
}

TEST(LossChart, EveryLineStandsOutInBothThemes) {
    for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light}) {
        theme::apply(*qApp, kind);
        LossChart chart;
        chart.setCurve(someCurve(40));
        test::layOut(chart);
        const QColor back = chart.palette().color(QPalette::Base);
        for (int i = 0; i < chart.plot().graphCount(); ++i) {
            const QPen pen = chart.plot().graph(i)->pen();
            if (pen.style() == Qt::NoPen) continue;
            QColor seen = pen.color();
            seen.setAlpha(255);
            EXPECT_GE(contrast(theme::mixed(back, seen, pen.color().alphaF()), back), 3)
                << chart.plot().graph(i)->name().toStdString();
        }
    }
}

TEST(LossChart, WithoutARateTheRightAxisGoes) {
    std::vector<LossPoint> curve = someCurve(4);
    for (LossPoint& point : curve) point.rate = std::nan("");
    LossChart chart;
    chart.setCurve(curve);
    EXPECT_FALSE(chart.plot().yAxis2->visible());
    EXPECT_FALSE(chart.table().rows[0][4].isValid());
}

TEST(LossChart, TellsOfAChosenSmoothingAlone) {
    LossChart chart;
    QSignalSpy chosen(&chart, &LossChart::smoothingChosen);
    chart.setSmoothing(100);
    EXPECT_EQ(chart.smoothing(), 100);
    EXPECT_EQ(chosen.size(), 0);
    QTest::keyClick(chart.findChild<QComboBox*>(), Qt::Key_Home);
    ASSERT_EQ(chosen.size(), 1);
    EXPECT_EQ(chosen[0][0].toInt(), 1);
}

}  // namespace
}  // namespace duo::ui
