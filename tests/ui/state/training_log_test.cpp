// A log that grows: what was appended, half lines, columns by name, and a curve of few points.
#include "state/training_log.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>
#include <cmath>

namespace duo::ui::test {
namespace {

struct TrainingLogTest : testing::Test {
    QTemporaryDir folder;
    QString name = folder.filePath("log.csv");
    TrainingLog log;

    void append(const QByteArray& text) {
        QFile file(name);
        ASSERT_TRUE(file.open(QIODevice::Append));
        file.write(text);
    }
    void rewrite(const QByteArray& text) {
        QFile::remove(name);
        append(text);
    }
};

TEST_F(TrainingLogTest, FindsColumnsByTheirNames) {
    append("step,loss,seconds_left,rate,accuracy,pictures_per_second\n20,7.5,900,0.001,0.1,64\n");
    ASSERT_TRUE(log.read(name));
    ASSERT_EQ(log.rows().size(), 1U);
    const TrainingLogRow& row = log.rows()[0];
    EXPECT_EQ(row.step, 20);
    EXPECT_EQ(row.loss, 7.5);
    EXPECT_EQ(row.secondsLeft, 900);
    EXPECT_EQ(row.rate, 0.001);
    EXPECT_EQ(row.perSecond, 64);
}

TEST_F(TrainingLogTest, OlderLogsSayNoTimeLeft) {
    append("step,seconds,rate,pictures_per_second,loss\n20,3,0.001,64,7.5\n40,6,0.001,64,\n");
    ASSERT_TRUE(log.read(name));
    ASSERT_EQ(log.rows().size(), 2U);
    EXPECT_TRUE(std::isnan(log.rows()[0].secondsLeft));
    EXPECT_EQ(log.rows()[0].loss, 7.5);
    EXPECT_TRUE(std::isnan(log.rows()[1].loss)) << "not measured then";
}

TEST_F(TrainingLogTest, ReadsWhatWasAppendedAlone) {
    append("step,loss\n20,4\n");
    ASSERT_TRUE(log.read(name));
    EXPECT_FALSE(log.read(name));
    const qint64 before = log.bytesRead();
    append("40,3\n60,2\n");
    ASSERT_TRUE(log.read(name));
    EXPECT_EQ(log.bytesRead() - before, 10);
    EXPECT_EQ(log.rows().size(), 3U);
}

TEST_F(TrainingLogTest, ALineThatIsBeingWrittenWaitsForItsEnd) {
    append("step,lo");
    EXPECT_FALSE(log.read(name));
    EXPECT_FALSE(log.hasLoss());
    append("ss\n20,4\n40,3");
    ASSERT_TRUE(log.read(name));
    EXPECT_TRUE(log.hasLoss());
    EXPECT_EQ(log.rows().size(), 1U);
    append("5.5\n");
    ASSERT_TRUE(log.read(name));
    ASSERT_EQ(log.rows().size(), 2U);
    EXPECT_EQ(log.rows()[1].loss, 35.5);
}

TEST_F(TrainingLogTest, ARunTakenUpFromItsCheckpointBeginsAnew) {
    append("step,loss\n20,4\n40,3\n60,2\n");
    ASSERT_TRUE(log.read(name));
    rewrite("step,loss\n20,4\n");
    ASSERT_TRUE(log.read(name));
    EXPECT_EQ(log.rows().size(), 1U);
    // Made anew and already longer than before.
    rewrite("step,loss\n20,9\n40,8\n60,7\n80,6\n");
    ASSERT_TRUE(log.read(name));
    ASSERT_EQ(log.rows().size(), 4U);
    EXPECT_EQ(log.rows()[0].loss, 9);
}

TEST_F(TrainingLogTest, LinesOfNonsenseArePassedOver) {
    append("step,loss\n\nx,y\n20,4\n40\n60,nan\n");
    ASSERT_TRUE(log.read(name));
    ASSERT_EQ(log.rows().size(), 3U);
    EXPECT_TRUE(std::isnan(log.rows()[1].loss));
    EXPECT_FALSE(log.read(folder.filePath("gone.csv")));
}

TEST(LossCurve, KeepsThePeaksOfEveryStretch) {
    std::vector<TrainingLogRow> rows;
    for (int i = 0; i < 200'000; ++i) {
        const double loss = i == 123'456 ? 50 : i == 123'457 ? 0.5 : 2;
        rows.push_back({double(i), loss, 1e-3, 64, 10});
    }
    const std::vector<LossPoint> curve = lossCurve(rows, 20, 1500);
    EXPECT_LE(curve.size(), 1500U);
    EXPECT_GT(curve.size(), 1000U);
    EXPECT_EQ(curve.back().step, 199'999);
    double most = 0, least = 9;
    for (const LossPoint& point : curve) {
        most = std::max(most, point.maxLoss);
        least = std::min(least, point.minLoss);
    }
    EXPECT_EQ(most, 50);
    EXPECT_EQ(least, 0.5);
}

TEST(LossCurve, SmoothsFromTheFirstReportOn) {
    const std::vector<TrainingLogRow> rows{{1, 4, 0, 0, 0}, {2, 8, 0, 0, 0}};
    const std::vector<LossPoint> smooth = lossCurve(rows, 2, 100), plain = lossCurve(rows, 1, 100);
    EXPECT_DOUBLE_EQ(smooth[0].smoothed, 4);
    EXPECT_DOUBLE_EQ(smooth[1].smoothed, (0.5 * 4 + 8) / 1.5);
    EXPECT_DOUBLE_EQ(plain[1].smoothed, 8);
    EXPECT_TRUE(lossCurve({}, 20, 100).empty());
}

}  // namespace
}  // namespace duo::ui::test
