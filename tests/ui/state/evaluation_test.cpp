// A sweep's table as the command line wrote it, and files that are none.
#include "state/evaluation.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

namespace duo::ui::test {
namespace {

struct EvaluationTest : testing::Test {
    QTemporaryDir folder;
    QString whyNot;

    std::optional<Evaluation> read(const QByteArray& text) {
        const QString name = folder.filePath("some.json");
        QFile file(name);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        return readEvaluation(name, &whyNot);
    }
    void expectForeign(const QByteArray& text, const QString& because) {
        EXPECT_FALSE(read(text).has_value()) << text.toStdString();
        EXPECT_TRUE(whyNot.startsWith("some.json holds no evaluation. ")) << whyNot.toStdString();
        EXPECT_TRUE(whyNot.contains(because)) << whyNot.toStdString();
    }
};

TEST_F(EvaluationTest, ReadsWhatTheCommandLineWrote) {
    const auto evaluation = readEvaluation(DUO_MODELS "/../tests/data/sweep.json", &whyNot);
    ASSERT_TRUE(evaluation.has_value()) << whyNot.toStdString();
    EXPECT_EQ(evaluation->features, "scene classifier");
    EXPECT_EQ(evaluation->batch, 8);
    ASSERT_EQ(evaluation->points.size(), 9U);
    std::vector<std::pair<int, bool>> order;
    for (const EvaluationPoint& p : evaluation->points) {
        order.emplace_back(p.split, p.isSpecialised());
    }
    EXPECT_EQ(order, (std::vector<std::pair<int, bool>>{{0, false},
                                                        {4, false},
                                                        {6, false},
                                                        {6, true},
                                                        {8, false},
                                                        {8, true},
                                                        {10, false},
                                                        {-1, false},
                                                        {-1, false}}));
    const EvaluationPoint& tuned = evaluation->points[3];
    EXPECT_NEAR(tuned.distance, 1.402, 1e-3);
    EXPECT_TRUE(std::isnan(tuned.distanceLow)) << "the file is older than intervals";
    EXPECT_EQ(tuned.accuracy, 1);
    EXPECT_NEAR(tuned.perSecond, 11.28, 1e-2);
    EXPECT_GT(tuned.peakBytes, 59 << 20);
    const EvaluationPoint& reference = evaluation->points.back();
    EXPECT_EQ(reference.pair, "scenes through VQ-VAE");
    EXPECT_TRUE(std::isnan(reference.perSecond));
    EXPECT_EQ(reference.peakBytes, -1);
}

TEST_F(EvaluationTest, ReadsTheIntervalOfTheDistance) {
    const auto evaluation = read(R"({"points": [{"split": 6, "pair": "training-free",
        "frechet_distance": 2, "frechet_distance_low": 1.5, "frechet_distance_high": 2.5,
        "frechet_distance_subsets": 50}], "frechet_distance_interval": "a method"})");
    ASSERT_TRUE(evaluation.has_value()) << whyNot.toStdString();
    EXPECT_EQ(evaluation->points[0].distance, 2);
    EXPECT_EQ(evaluation->points[0].distanceLow, 1.5);
    EXPECT_EQ(evaluation->points[0].distanceHigh, 2.5);
}

TEST_F(EvaluationTest, SplitsRiseWhateverTheirOrder) {
    const auto evaluation = read(R"({"points": [{"split": null, "pair": "other scenes"},
        {"split": 6, "pair": "specialised"}, {"split": 6, "pair": "training-free"},
        {"split": 0, "pair": "training-free"}]})");
    ASSERT_TRUE(evaluation.has_value()) << whyNot.toStdString();
    EXPECT_EQ(evaluation->points[0].split, 0);
    EXPECT_FALSE(evaluation->points[1].isSpecialised());
    EXPECT_TRUE(evaluation->points[2].isSpecialised());
    EXPECT_EQ(evaluation->points[3].split, -1);
}

TEST_F(EvaluationTest, WithoutQualityThereAreSpeedAndMemory) {
    const auto evaluation = read(R"({"points": [{"split": 4, "pair": "training-free",
        "pictures": 16, "frechet_distance": null, "pictures_per_second": 2.5}]})");
    ASSERT_TRUE(evaluation.has_value()) << whyNot.toStdString();
    EXPECT_TRUE(std::isnan(evaluation->points[0].distance));
    EXPECT_EQ(evaluation->points[0].perSecond, 2.5);
}

TEST_F(EvaluationTest, SaysWhatIsWrongWithAFile) {
    expectForeign("", "not JSON");
    expectForeign(R"({"points": [{"spl)", "not JSON");
    expectForeign("[1, 2]", "no table");
    expectForeign(R"({"settings": {}})", "no table");
    expectForeign(R"({"points": []})", "no table");
    expectForeign(R"({"points": [3, "x"]})", "has no split");
    expectForeign(R"({"points": [{"split": 2.5, "pair": "a"}]})", "has no split");
    expectForeign(R"({"points": [{"split": -7, "pair": "a"}]})", "has no split");
    expectForeign(R"({"points": [{"split": 99999, "pair": "a"}]})", "has no split");
    expectForeign(R"({"points": [{"split": 2, "pair": "a", "recall": "much"}]})", "recall");
    expectForeign(R"({"format": "duoscale sweep 9", "program": "Duoscale 9.1.0", "points": [1]})",
                  "Duoscale 9.1.0");
    EXPECT_FALSE(readEvaluation(folder.filePath("gone.json"), &whyNot).has_value());
    EXPECT_TRUE(whyNot.contains("cannot be read")) << whyNot.toStdString();
}

}  // namespace
}  // namespace duo::ui::test
