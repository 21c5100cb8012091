#include "state/predictor.h"

#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonDocument>

namespace duo::ui {
namespace {

constexpr int kScales = 4;

// Sides 1, 2, 3, 4: 0, 1, 5, 14, 30 tokens before each.
std::int64_t tokensBefore(int scale) {
    std::int64_t tokens = 0;
    for (int side = 1; side <= scale; ++side) tokens += side * side;
    return tokens;
}

CostKey someKey() {
    CostKey key;
    key.device = "cpu";
    key.drafter = "d30";
    key.refiner = "d16";
    key.batch = 2;
    return key;
}

struct Figures {
    double ms = 0;
    std::int64_t cacheBytes = 0, activationBytes = 0;
};

// What the made-up machine takes for one batch of two.
Figures figuresOf(int scale, int split) {
    if (scale < split) return {10.0 * (scale + 1), 100 * tokensBefore(split), 1000 * (scale + 1)};
    if (scale == split && split > 0) {
        const std::int64_t prefix = tokensBefore(scale + 1);
        return {static_cast<double>(prefix), 300, 20 * prefix};
    }
    return {scale + 1.0, 300, 50 * (scale + 1)};
}

// slower: times the figures above. Hand-over: 2 ms a batch.
std::vector<BatchFigures> measured(int split, double slower = 1, std::int64_t refinerWeights = 5000,
                                   int pictures = 2) {
    BatchFigures batch;
    batch.pictures = pictures;
    batch.split = batch.cachedScales = split;
    batch.handOverMs = split > 0 && split < kScales ? 2 * slower : 0;
    for (int k = 0; k < kScales; ++k) {
        const Figures figures = figuresOf(k, split);
        ScaleFigures scale;
        scale.done = true;
        scale.side = k + 1;
        scale.model = k < split ? ModelRole::Drafter : ModelRole::Refiner;
        scale.ms = figures.ms * slower;
        scale.memory.bytes[0][0] = 100000;
        scale.memory.bytes[1][0] = split < kScales ? refinerWeights : 0;
        const int owner = k < split ? 0 : 1;
        scale.memory.bytes[owner][1] = figures.cacheBytes * pictures / 2;
        scale.memory.bytes[owner][2] = figures.activationBytes * pictures / 2;
        batch.scales.push_back(scale);
    }
    return {batch};
}

CostKey ofBatch(int pictures) {
    CostKey key = someKey();
    key.batch = pictures;
    return key;
}

TEST(PredictorTest, SaysNothingUnmeasured) {
    Predictor predictor;
    EXPECT_FALSE(predictor.predict(someKey(), 4));
    predictor.learn(someKey(), measured(4));
    for (int split = -1; split < 4; ++split) EXPECT_FALSE(predictor.predict(someKey(), split));
    EXPECT_FALSE(predictor.predict(someKey(), 5));
    CostKey other = someKey();
    other.guided = false;
    EXPECT_FALSE(predictor.predict(other, 4));
    EXPECT_FALSE(predictor.batchWhereMemoryIsSaved(someKey(), 2));
}

TEST(PredictorTest, RepeatsWhatWasMeasured) {
    Predictor predictor;
    for (const int split : {4, 2, 0}) predictor.learn(someKey(), measured(split));
    const auto plain = predictor.predict(someKey(), 4);
    ASSERT_TRUE(plain);
    EXPECT_DOUBLE_EQ(plain->decodeMs, 10 + 20 + 30 + 40);
    EXPECT_EQ(plain->peakBytes, 100 * 30 + 4000);
    EXPECT_FALSE(plain->interpolated);
    EXPECT_EQ(plain->runs, 3);
    const auto code = predictor.predict(someKey(), 2);
    ASSERT_TRUE(code);
    EXPECT_DOUBLE_EQ(code->decodeMs, 10 + 20 + (14 + 2) + 4);
    EXPECT_EQ(code->peakBytes, 100 * 5 + 2000);
    EXPECT_FALSE(code->interpolated);
    const auto refiner = predictor.predict(someKey(), 0);
    ASSERT_TRUE(refiner);
    EXPECT_DOUBLE_EQ(refiner->decodeMs, 1 + 2 + 3 + 4);
    EXPECT_EQ(refiner->peakBytes, 300 + 200);
}

TEST(PredictorTest, AnEntryLiesBetweenItsMeasuredNeighbours) {
    Predictor predictor;
    predictor.learn(someKey(), measured(3));
    predictor.learn(someKey(), measured(1));
    const auto code = predictor.predict(someKey(), 2);
    ASSERT_TRUE(code);
    EXPECT_TRUE(code->interpolated);
    // From 7 ms over 5 tokens and 32 ms over 30: 16 ms over 14.
    EXPECT_DOUBLE_EQ(code->decodeMs, 10 + 20 + 16 + 4);
    EXPECT_EQ(code->peakBytes, 100 * 5 + 2000);
    predictor.learn(someKey(), measured(2));
    EXPECT_FALSE(predictor.predict(someKey(), 2)->interpolated);
}

// Parts that were measured give every split that is made of them.
TEST(PredictorTest, AScaleThatWasNeverMeasuredCostsByItsTokens) {
    Predictor predictor;
    predictor.learn(someKey(), measured(2));
    EXPECT_FALSE(predictor.predict(someKey(), 2)->extrapolated);
    // The drafter drew scales 1 and 2, of 1 and 4 tokens, in 10 and 20 ms; scale 3 has 9.
    const auto three = predictor.predict(someKey(), 3);
    ASSERT_TRUE(three);
    EXPECT_TRUE(three->extrapolated);
    EXPECT_DOUBLE_EQ(three->decodeMs, 10 + 20 + 20.0 * 9 / 4 + 16.0 * 30 / 14);
    // The refiner drew scale 4, of 16 tokens, in 4 ms; scale 2 would be its entry at N = 1.
    const auto one = predictor.predict(someKey(), 1);
    ASSERT_TRUE(one);
    EXPECT_DOUBLE_EQ(one->decodeMs, 10 + 16.0 * 5 / 14 + 4.0 * 9 / 16 + 4);
    EXPECT_TRUE(predictor.predict(someKey(), 4)) << "plain VAR";
    EXPECT_TRUE(predictor.predict(someKey(), 0)) << "the refiner alone";
    predictor.learn(someKey(), measured(3));
    EXPECT_FALSE(predictor.predict(someKey(), 3)->extrapolated);
    EXPECT_GE(predictor.predict(someKey(), 4)->pastError, 0) << "the estimate at N = 3 was scored";
}

TEST(PredictorTest, TheRefinersEntriesAndStepsAreEstimatedFromEachOther) {
    Predictor steps;
    steps.learn(someKey(), measured(0));
    steps.learn(someKey(), measured(4));
    const auto code = steps.predict(someKey(), 2);
    ASSERT_TRUE(code);
    EXPECT_TRUE(code->extrapolated);
    EXPECT_DOUBLE_EQ(code->decodeMs, 10 + 20 + (1 + 2 + 3) + 4) << "its entry as three steps";
    Predictor entries;
    entries.learn(someKey(), measured(3));
    const auto two = entries.predict(someKey(), 2);
    ASSERT_TRUE(two);
    EXPECT_TRUE(two->extrapolated);
    // An entry of 30 tokens took 32 ms: 16 tokens of it for the step, 14 for the entry.
    EXPECT_DOUBLE_EQ(two->decodeMs, 10 + 20 + 32.0 * 14 / 30 + 32.0 * 16 / 30);
}

TEST(PredictorTest, AnEntryBeyondTheMeasuredOnesCostsByItsTokens) {
    Predictor predictor;
    predictor.learn(someKey(), measured(4));
    predictor.learn(someKey(), measured(2));
    const auto code = predictor.predict(someKey(), 3);
    ASSERT_TRUE(code);
    EXPECT_TRUE(code->interpolated);
    EXPECT_DOUBLE_EQ(code->decodeMs, 10 + 20 + 30 + 16.0 * 30 / 14);
    EXPECT_EQ(code->peakBytes, 100 * 14 + 3000);
}

TEST(PredictorTest, TellsItsPastErrorAndFollowsNewFigures) {
    Predictor predictor;
    predictor.learn(someKey(), measured(4));
    EXPECT_EQ(predictor.predict(someKey(), 4)->pastError, -1);
    predictor.learn(someKey(), measured(4, 1.5));  // 100 foretold, 150 measured
    EXPECT_DOUBLE_EQ(predictor.predict(someKey(), 4)->pastError, 1.0 / 3);
    EXPECT_DOUBLE_EQ(predictor.predict(someKey(), 4)->decodeMs, 125);
    predictor.learn(someKey(), measured(4, 1.25));
    EXPECT_NEAR(predictor.predict(someKey(), 4)->pastError, 1.0 / 6, 1e-12);
    for (int i = 0; i < 60; ++i) predictor.learn(someKey(), measured(4, 3));
    EXPECT_NEAR(predictor.predict(someKey(), 4)->decodeMs, 300, 1);
}

TEST(PredictorTest, ABatchOfAnotherSizeCostsByItsPictures) {
    Predictor predictor;
    predictor.learn(someKey(), measured(4));
    const auto single = predictor.predict(ofBatch(1), 4);
    ASSERT_TRUE(single);
    EXPECT_DOUBLE_EQ(single->decodeMs, 50);
    EXPECT_EQ(single->peakBytes, (100 * 30 + 4000) / 2);
    EXPECT_EQ(single->fromBatches, std::vector<int>{2});
    EXPECT_EQ(single->pastError, -1);
    // Eight take five times as long as two: three lie a sixth of the way between.
    predictor.learn(someKey(), measured(4, 5, 5000, 8));
    const auto three = predictor.predict(ofBatch(3), 4);
    ASSERT_TRUE(three);
    EXPECT_NEAR(three->decodeMs, 100 + 400.0 / 6, 1e-9);
    EXPECT_EQ(three->peakBytes, 7000 + (28000 - 7000) / 6);
    EXPECT_EQ(three->fromBatches, (std::vector<int>{2, 8}));
    // 400 ms were foretold for eight, 500 measured.
    EXPECT_DOUBLE_EQ(three->pastError, 0.2);
    EXPECT_TRUE(predictor.predict(ofBatch(8), 4)->fromBatches.empty());
    EXPECT_EQ(predictor.predict(ofBatch(8), 4)->pastError, -1);
    EXPECT_DOUBLE_EQ(predictor.predict(ofBatch(16), 4)->decodeMs, 1000);
}

TEST(PredictorTest, ASmallerLastBatchTeachesItsOwnSize) {
    std::vector<BatchFigures> both = measured(4);
    both.push_back(measured(4, 0.6, 5000, 1).front());
    Predictor predictor;
    predictor.learn(someKey(), both);
    EXPECT_DOUBLE_EQ(predictor.predict(ofBatch(2), 4)->decodeMs, 100);
    EXPECT_DOUBLE_EQ(predictor.predict(ofBatch(1), 4)->decodeMs, 60);
    EXPECT_TRUE(predictor.predict(ofBatch(1), 4)->fromBatches.empty());
}

TEST(PredictorTest, TellsTheRestWithAndWithoutStatistics) {
    Predictor predictor;
    EXPECT_EQ(predictor.predictRest(someKey(), false), -1);
    predictor.learnRest(someKey(), false, 40);
    predictor.learnRest(someKey(), true, 90);
    predictor.learnRest(someKey(), true, 110);
    EXPECT_EQ(predictor.predictRest(ofBatch(7), false), 40);
    EXPECT_EQ(predictor.predictRest(someKey(), true), 100);
}

TEST(PredictorTest, BatchWhereMemoryIsSaved) {
    Predictor predictor;
    predictor.learn(someKey(), measured(4));
    predictor.learn(someKey(), measured(2));
    // 5000 more for the refiner, (7000 - 2500) / 2 less a picture.
    EXPECT_EQ(predictor.batchWhereMemoryIsSaved(someKey(), 2), 3);
    EXPECT_FALSE(predictor.batchWhereMemoryIsSaved(someKey(), 4));
    EXPECT_FALSE(predictor.batchWhereMemoryIsSaved(someKey(), 1));
    predictor.learn(someKey(), measured(0));
    EXPECT_EQ(predictor.batchWhereMemoryIsSaved(someKey(), 0), 1);

    Predictor even;  // at a batch of 2 both peak alike
    even.learn(someKey(), measured(4));
    even.learn(someKey(), measured(2, 1, 4500));
    EXPECT_EQ(even.batchWhereMemoryIsSaved(someKey(), 2), 3);
}

TEST(PredictorTest, NeverSavesWhereTheRefinerPeaksHigher) {
    std::vector<BatchFigures> code = measured(2);
    code.front().scales[3].memory.bytes[1][1] = 1000000;
    Predictor predictor;
    predictor.learn(someKey(), measured(4));
    predictor.learn(someKey(), code);
    EXPECT_FALSE(predictor.batchWhereMemoryIsSaved(someKey(), 2));
}

TEST(PredictorTest, ComesBackFromJson) {
    Predictor before;
    CostKey other = someKey();
    other.precision = Precision::Int8;
    other.guided = false;
    for (const int split : {4, 2}) before.learn(someKey(), measured(split));
    before.learn(other, measured(4, 0.1));
    before.learn(other, measured(4, 0.3));
    before.learn(other, measured(4, 0.9, 5000, 6));
    before.learnRest(other, true, 12);
    const QByteArray text = QJsonDocument(before.toJson()).toJson();
    const Predictor after = Predictor::fromJson(QJsonDocument::fromJson(text).object());
    EXPECT_EQ(after.toJson(), before.toJson());
    EXPECT_DOUBLE_EQ(after.predict(other, 4)->decodeMs, 20);
    EXPECT_DOUBLE_EQ(after.predict(other, 4)->pastError, before.predict(other, 4)->pastError);
    EXPECT_EQ(after.predict(other, 4)->pastError, before.predict(other, 4)->pastError);
    CostKey third = other;
    third.batch = 3;
    EXPECT_DOUBLE_EQ(after.predict(third, 4)->pastError, before.predict(third, 4)->pastError);
    EXPECT_EQ(after.predictRest(other, true), 12);
    EXPECT_EQ(after.batchWhereMemoryIsSaved(someKey(), 2), 3);
}

TEST(PredictorTest, ForgetsJsonThatMakesNoSense) {
    const char* texts[] = {R"({})",
                           R"({"version": 1, "measured": [{"scales": [{"side": 1}], "runs": 1}]})",
                           R"({"version": 2, "measured": [3, {"batches": [
            {"pictures": 1, "scales": [], "runs": 1}]}]})",
                           R"({"version": 2, "measured": [{"batches": [
            {"pictures": 1, "scales": [7], "runs": 1}]}]})",
                           R"({"version": 2, "measured": [{"batches": [
            {"pictures": 0, "scales": [{"side": 1}], "runs": 1}]}]})",
                           R"({"version": 2, "measured": [{"batches": [
            {"pictures": 1, "scales": [{"side": 1}], "runs": -1}]}]})"};
    for (const char* text : texts) {
        const Predictor read = Predictor::fromJson(QJsonDocument::fromJson(text).object());
        EXPECT_TRUE(read.toJson()["measured"].toArray().isEmpty()) << text;
    }
}

}  // namespace
}  // namespace duo::ui
