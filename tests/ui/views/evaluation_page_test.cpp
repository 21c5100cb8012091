#include "views/evaluation_page.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include "charts/quality_chart.h"
#include "compare_support.h"
#include "views/evaluation_model.h"
#include "views/sweep_tabs.h"
#include "views/sweep_view.h"

namespace duo::ui {
namespace {

const QString kFile = DUO_MODELS "/../tests/data/sweep.json";

struct EvaluationPageTest : testing::Test {
    EvaluationPageTest() {
        theme::apply(*qApp, ThemeKind::Dark);
        studio.settings().setScaleCount(10);
        page.resize(900, 600);
        page.show();
        QObject::connect(&studio.notices(), &NoticeCentre::noticed, &studio.notices(),
                         [this](const Notice& notice) { notices.push_back(notice); });
    }
    QString cell(int row, int column) { return page.model().index(row, column).data().toString(); }

    test::IdleStudio quiet;
    Studio& studio = quiet.studio;
    EvaluationPage page{studio.settings(), studio.models(), studio.notices()};
    std::vector<Notice> notices;
};

TEST_F(EvaluationPageTest, ShowsTheTableAndTheCurves) {
    QAbstractItemModelTester tester(&page.model(),
                                    QAbstractItemModelTester::FailureReportingMode::Fatal);
    ASSERT_TRUE(page.open(kFile));
    EXPECT_TRUE(notices.empty());
    ASSERT_EQ(page.model().rowCount(), 9);
    EXPECT_EQ(cell(3, EvaluationModel::Split), "6");
    EXPECT_EQ(cell(3, EvaluationModel::Pair), "specialised");
    EXPECT_EQ(cell(3, EvaluationModel::Distance), "1.402");
    EXPECT_EQ(cell(3, EvaluationModel::Accuracy), "100.0 %");
    EXPECT_EQ(cell(3, EvaluationModel::PerSecond), "11.3");
    EXPECT_EQ(cell(8, EvaluationModel::PerSecond), "–");
    EXPECT_FALSE(page.chart().isEmpty());
}

TEST_F(EvaluationPageTest, ShowsTheIntervalBesideTheDistance) {
    const QTemporaryDir folder;
    QFile file(folder.filePath("sweep.json"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(R"({"points": [{"split": 6, "pair": "training-free", "frechet_distance": 2,
        "frechet_distance_low": 1.5, "frechet_distance_high": 2.5}]})");
    file.close();
    ASSERT_TRUE(page.open(file.fileName()));
    EXPECT_EQ(cell(0, EvaluationModel::Distance), "2.000 (1.500–2.500)");
}

TEST_F(EvaluationPageTest, TakesTheSplitOfARow) {
    ASSERT_TRUE(page.open(kFile));
    page.table().selectRow(1);
    EXPECT_EQ(page.useButton().text(), "Use N = 4");
    QTest::keyClick(&page.table(), Qt::Key_U);
    EXPECT_EQ(studio.settings().split(), 4);
    EXPECT_FALSE(studio.settings().specialised());
    emit page.chart().splitClicked(10);
    QTest::mouseClick(&page.useButton(), Qt::LeftButton);
    EXPECT_EQ(studio.settings().split(), 10);
    page.table().selectRow(8);
    EXPECT_FALSE(page.useButton().isEnabled()) << "of no split";
    QTest::keyClick(&page.table(), Qt::Key_Return);
    EXPECT_EQ(studio.settings().split(), 10);
}

TEST_F(EvaluationPageTest, CopiesTheTable) {
    ASSERT_TRUE(page.open(kFile));
    QTest::keyClick(&page.table(), Qt::Key_C, Qt::ControlModifier);
    EXPECT_EQ(QApplication::clipboard()->text(), page.chart().csv());
    EXPECT_EQ(page.chart().csv().count('\n'), 10);
}

TEST_F(EvaluationPageTest, AForeignFileIsASentenceAndChangesNothing) {
    ASSERT_TRUE(page.open(kFile));
    EXPECT_FALSE(page.open(DUO_MODELS "/catalog.json"));
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_TRUE(notices[0].text.contains("catalog.json")) << notices[0].text.toStdString();
    EXPECT_FALSE(notices[0].hint.isEmpty());
    EXPECT_EQ(page.file(), kFile);
    EXPECT_EQ(page.model().rowCount(), 9);
}

TEST_F(EvaluationPageTest, TheChartStandsBesideTheTableWhereThePageIsLow) {
    ASSERT_TRUE(page.open(kFile));
    const auto place = [this](QWidget& part) {
        return QRect(part.mapTo(&page, QPoint()), part.size());
    };
    EXPECT_GT(place(page.chart()).top(), place(page.table()).bottom());
    page.resize(900, 340);
    QApplication::processEvents();
    EXPECT_GT(place(page.chart()).left(), place(page.table()).right());
    EXPECT_GT(page.chart().height(), 200);
    page.resize(1900, 700);
    QApplication::processEvents();
    EXPECT_FALSE(page.table().horizontalScrollBar()->isVisible()) << "all columns are in sight";
}

TEST_F(EvaluationPageTest, LooksGood) {
    ASSERT_TRUE(page.open(kFile));
    test::takeScreenshots(page, "evaluation");
    page.resize(730, 280);
    test::takeScreenshots(page, "evaluation_small");
}

TEST_F(EvaluationPageTest, ATabOfItsOwnComesWithTheFirstFile) {
    SweepTabs tabs({studio.settings(), studio.selection(), studio.models(), studio.queue(),
                    studio.recorder(), studio.files(), studio.notices()});
    tabs.resize(900, 600);
    tabs.show();
    QTabBar& bar = *tabs.findChild<QTabBar*>();
    EXPECT_FALSE(bar.isVisible());
    EXPECT_TRUE(tabs.sweep().isVisible());
    EXPECT_FALSE(tabs.openEvaluation(DUO_MODELS "/catalog.json"));
    EXPECT_FALSE(bar.isVisible());
    QSignalSpy shown(&tabs, &SweepTabs::evaluationShown);
    ASSERT_TRUE(tabs.openEvaluation(kFile));
    EXPECT_EQ(shown.size(), 1);
    EXPECT_TRUE(bar.isVisible());
    EXPECT_TRUE(tabs.evaluation().isVisible());

    QTemporaryDir folder;
    QSettings store(folder.filePath("store.ini"), QSettings::IniFormat);
    bar.setCurrentIndex(0);
    tabs.save(store);
    SweepTabs other({studio.settings(), studio.selection(), studio.models(), studio.queue(),
                     studio.recorder(), studio.files(), studio.notices()});
    other.restore(store);
    EXPECT_EQ(other.evaluation().file(), kFile);
    EXPECT_EQ(other.findChild<QTabBar*>()->currentIndex(), 0);
}

}  // namespace
}  // namespace duo::ui
