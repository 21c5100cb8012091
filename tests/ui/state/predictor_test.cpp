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
Run measured(int split, double slower = 1, int batches = 1, std::int64_t refinerWeights = 5000) {
    Run run;
    run.state = RunState::Done;
    run.request.plan = DecodePlan::published(kScales, split);
    JobReport& report = run.report;
    report.batches = batches;
    report.pictures = 2 * batches;
    report.handOverMs = split > 0 && split < kScales ? 2 * slower * batches : 0;
    report.decodeMs = report.handOverMs;
    for (int k = 0; k < kScales; ++k) {
        const Figures figures = figuresOf(k, split);
        const double ms = figures.ms * slower * batches;
        const ModelRole model = run.request.plan.scales[k].model;
        const bool prefill = k == split && k > 0;
        report.scales.push_back({k, k + 1, model, 0, ms / 2, ms / 4, ms / 4, prefill});
        report.decodeMs += ms;
        ScaleFigures scale;
        scale.done = true;
        scale.side = k + 1;
        scale.memory.bytes[0][0] = 100000;
        scale.memory.bytes[1][0] = split < kScales ? refinerWeights : 0;
        const int owner = model == ModelRole::Drafter ? 0 : 1;
        scale.memory.bytes[owner][1] = figures.cacheBytes;
        scale.memory.bytes[owner][2] = figures.activationBytes;
        run.scales.push_back(scale);
    }
    return run;
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
    for (const int split : {4, 2, 0}) predictor.learn(someKey(), measured(split, 1, 3));
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
    EXPECT_FALSE(predictor.predict(someKey(), 2)) << "the refiner's last scale was never a step";
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

TEST(PredictorTest, PassesOverRunsThatSayNothingClear) {
    ui::Run sweep = measured(4), failed = measured(4), ragged = measured(4), traced = measured(4),
            cut = measured(4), alternating = measured(3);
    sweep.kind = RunKind::Sweep;
    failed.state = RunState::Cancelled;
    ragged.report.pictures = 1;
    traced.request.wantTrace = true;
    cut.scales.pop_back();
    alternating.request.plan.scales[0].model = ModelRole::Refiner;
    Predictor predictor;
    for (const ui::Run& run : {sweep, failed, ragged, traced, cut, alternating, ui::Run()}) {
        predictor.learn(someKey(), run);
    }
    EXPECT_TRUE(predictor.toJson()["measured"].toArray().isEmpty());
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
    even.learn(someKey(), measured(2, 1, 1, 4500));
    EXPECT_EQ(even.batchWhereMemoryIsSaved(someKey(), 2), 3);
}

TEST(PredictorTest, NeverSavesWhereTheRefinerPeaksHigher) {
    ui::Run code = measured(2);
    code.scales[3].memory.bytes[1][1] = 1000000;
    Predictor predictor;
    predictor.learn(someKey(), measured(4));
    predictor.learn(someKey(), code);
    EXPECT_FALSE(predictor.batchWhereMemoryIsSaved(someKey(), 2));
}

TEST(PredictorTest, ComesBackFromJson) {
    Predictor before;
    CostKey other = someKey();
    other.precision = Precision::BFloat16;
    other.guided = false;
    for (const int split : {4, 2}) before.learn(someKey(), measured(split));
    before.learn(other, measured(4, 0.1));
    before.learn(other, measured(4, 0.3));
    const QByteArray text = QJsonDocument(before.toJson()).toJson();
    const Predictor after = Predictor::fromJson(QJsonDocument::fromJson(text).object());
    EXPECT_EQ(after.toJson(), before.toJson());
    EXPECT_DOUBLE_EQ(after.predict(other, 4)->decodeMs, 20);
    EXPECT_DOUBLE_EQ(after.predict(other, 4)->pastError, before.predict(other, 4)->pastError);
    EXPECT_EQ(after.batchWhereMemoryIsSaved(someKey(), 2), 3);
}

TEST(PredictorTest, ForgetsJsonThatMakesNoSense) {
    const char* texts[] = {
        R"({})", R"({"version": 2, "measured": [{"scales": [{"side": 1}], "runs": 1}]})",
        R"({"version": 1, "measured": [3, {"scales": [], "runs": 1}, {"scales": [7], "runs": 1}]})",
        R"({"version": 1, "measured": [{"scales": [{"side": 1, "drafter": [1, 2]}], "runs": -1}]})"};
    for (const char* text : texts) {
        const Predictor read = Predictor::fromJson(QJsonDocument::fromJson(text).object());
        EXPECT_TRUE(read.toJson()["measured"].toArray().isEmpty()) << text;
    }
}

}  // namespace
}  // namespace duo::ui
