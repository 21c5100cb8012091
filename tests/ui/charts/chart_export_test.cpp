#include "charts/chart_export.h"

#include <QXmlStreamReader>

#include "charts/chart_probe.h"
#include "charts/some_run.h"
#include "charts/speed_chart.h"

namespace duo::ui {
namespace {

TEST(Csv, QuotesWhatHasCommasAndKeepsNumbersExact) {
    QLocale::setDefault(QLocale(QLocale::German));
    const ChartTable table{{"a", "b, c"}, {{1, 0.125}, {QString("x\"y"), true}}};
    EXPECT_EQ(csvText(table), "a,\"b, c\"\n1,0.125\n\"x\"\"y\",1\n");
    QLocale::setDefault(QLocale::c());
}

class ChartFiles : public testing::Test {
  protected:
    ChartFiles() {
        chart.setRun(test::someRun(8));
        test::layOut(chart);
    }
    QByteArray read(const QString& name) {
        QFile file(folder.filePath(name));
        EXPECT_TRUE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }

    QTemporaryDir folder;
    SpeedChart chart;
};

TEST_F(ChartFiles, AreWhatTheirNameSays) {
    for (const char* name : {"a.png", "a.svg", "a.csv"}) {
        EXPECT_EQ(chart.exportTo(folder.filePath(name)), "") << name;
    }
    const QImage image(folder.filePath("a.png"));
    EXPECT_GT(image.width(), 2 * chart.plot().width());  // twice the size, plus a margin
    QXmlStreamReader drawing(read("a.svg"));
    EXPECT_TRUE(drawing.readNextStartElement());
    EXPECT_EQ(drawing.name().toString(), "svg");
    drawing.skipCurrentElement();
    EXPECT_FALSE(drawing.hasError());
    EXPECT_TRUE(read("a.svg").contains("Refiner"));
    EXPECT_EQ(QString::fromUtf8(read("a.csv")), chart.csv());
}

TEST_F(ChartFiles, ThatCannotBeWrittenAreExplained) {
    const QString text = chart.exportTo(folder.filePath("none/a.csv"));
    EXPECT_TRUE(text.contains("could not be written")) << text.toStdString();
    EXPECT_TRUE(chart.exportTo(folder.filePath("a.txt")).contains(".svg"));
    EXPECT_FALSE(QFile::exists(folder.filePath("a.txt")));
}

TEST_F(ChartFiles, AreNotOfferedForAnEmptyChart) {
    EXPECT_TRUE(chart.exportAction()->isEnabled());
    chart.setRun(nullptr);
    EXPECT_TRUE(chart.isEmpty());
    EXPECT_FALSE(chart.exportAction()->isEnabled());
}

}  // namespace
}  // namespace duo::ui
