#include "charts/quality_chart.h"

#include <cmath>

#include "charts/chart_probe.h"

namespace duo::ui {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

EvaluationPoint point(int split, const QString& pair, double distance, double accuracy = 0.9) {
    return {split, pair, 16, distance, accuracy, 0.8, 0.7, 9, 12, 8, qint64{60} << 20};
}

Evaluation someEvaluation() {
    Evaluation evaluation;
    evaluation.points = {point(0, "training-free", 3.5), point(4, "training-free", 2.5),
                         point(4, "specialised", 1.5), point(10, "training-free", 1.25),
                         point(-1, "other scenes", 1)};
    return evaluation;
}

int countIn(const QualityChart& chart, int graph) {
    return chart.plot().graph(graph)->dataCount();
}

TEST(QualityChart, DrawsACurveOfEachPairAndTheReference) {
    QualityChart chart;
    chart.setEvaluation(someEvaluation());
    ASSERT_EQ(chart.plot().graphCount(), 3);
    EXPECT_EQ(countIn(chart, 0), 3);
    EXPECT_EQ(countIn(chart, 1), 1);
    EXPECT_EQ(chart.plot().graph(1)->data()->constBegin()->value, 1.5);
    EXPECT_EQ(countIn(chart, 2), 2) << "a horizontal line";
    EXPECT_GT(chart.plot().yAxis->range().upper, 3.5);
    chart.setMeasure(QualityChart::Measure::Accuracy);
    EXPECT_EQ(chart.plot().graph(0)->data()->constBegin()->value, 0.9);
    EXPECT_TRUE(chart.summary().contains("90.0 %")) << chart.summary().toStdString();
    chart.setEvaluation(someEvaluation());
    EXPECT_EQ(chart.plot().graphCount(), 3) << "none is left over";
}

TEST(QualityChart, TellsEverythingAsATable) {
    QualityChart chart;
    chart.setEvaluation(someEvaluation());
    const ChartTable table = chart.table();
    ASSERT_EQ(table.rows.size(), 5U);
    EXPECT_EQ(test::column(table, "Fréchet distance"), (QVariantList{3.5, 2.5, 1.5, 1.25, 1.0}));
    EXPECT_EQ(table.rows[2][1], "specialised");
    EXPECT_FALSE(table.rows[4][0].isValid()) << "belongs to no split";
    EXPECT_EQ(chart.csv().count('\n'), 6);
}

TEST(QualityChart, ChoosesASplitThatWasMeasured) {
    QualityChart chart;
    chart.setEvaluation(someEvaluation());
    test::layOut(chart);
    QSignalSpy clicked(&chart, &QualityChart::splitClicked);
    test::clickBand(chart, 4);
    test::clickBand(chart, 7);
    ASSERT_EQ(clicked.size(), 1);
    EXPECT_EQ(clicked[0][0].toInt(), 4);
}

TEST(QualityChart, IsEmptyWithoutQuality) {
    QualityChart chart;
    Evaluation evaluation;
    evaluation.points = {point(4, "training-free", kNone, kNone)};
    chart.setEvaluation(evaluation);
    EXPECT_TRUE(chart.isEmpty());
    EXPECT_EQ(QualityChart::valueText(QualityChart::Measure::Distance, kNone), "–");
}

}  // namespace
}  // namespace duo::ui
