#include "engine/insight.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/engine.h"
#include "engine/event_log.h"
#include "support/expect_error.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

using test::EventLog;
using test::TinyFamily;

GenerateCommand command(int insight) {
    static const TinyFamily family;
    GenerateCommand c;
    c.files = family.files();
    c.compute.device = "cpu";
    c.compute.threads = 1;
    c.request.labels = {3, 7};
    c.request.batch = 2;
    c.request.seed = 7;
    c.request.plan = DecodePlan::published(4, 2);
    for (ScalePlan& scale : c.request.plan.scales) scale.topK = 20;
    c.request.plan.scales[1].topP = 0.6;
    c.request.insight = insight;
    return c;
}

struct Told {
    std::vector<ScaleDone> scales;
    std::vector<PictureDone> pictures;
    Trace trace;
    std::vector<JobFailed> failures;
};

Told run(const GenerateCommand& c) {
    EventLog log;
    Told told;
    {
        Engine engine(log.sink());
        engine.generate(c, [&](Trace trace) { told.trace = std::move(trace); });
        engine.waitUntilIdle();
    }
    told.scales = log.of<ScaleDone>();
    told.pictures = log.of<PictureDone>();
    told.failures = log.of<JobFailed>();
    return told;
}

// Top-k, top-p, temperature, softmax, one by one and in double precision.
std::vector<double> plainSoftmax(const float* logits, int codes, const ScalePlan& plan) {
    std::vector<int> order(codes);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return logits[a] > logits[b]; });
    order.resize(plan.topK);
    double whole = 0, mass = 0;
    for (const int code : order) whole += std::exp(logits[code]);
    std::size_t kept = 0;
    while (kept < order.size() && mass < plan.topP) mass += std::exp(logits[order[kept++]]) / whole;
    order.resize(kept);
    std::vector<double> p(codes);
    double sum = 0;
    for (const int code : order) sum += p[code] = std::exp(logits[code] / plan.temperature);
    for (double& value : p) value /= sum;
    return p;
}

TEST(Insight, IsOfTheDistributionDrawnFrom) {
    const GenerateCommand c = command(5);
    const Told told = run(c);
    ASSERT_EQ(told.scales.size(), 4u);
    for (const ScaleDone& scale : told.scales) {
        const int k = scale.scale, tokens = scale.side * scale.side;
        const at::Tensor logits = told.trace.at("logits." + std::to_string(k)).contiguous();
        ASSERT_EQ(scale.insight.size(), 2u);
        ASSERT_EQ(scale.drawn.size(), 2u * tokens);
        for (int b = 0; b < 2; ++b) {
            const TokenInsight& insight = scale.insight[b];
            ASSERT_EQ(insight.alternatives, 5);
            ASSERT_EQ(insight.probability.size(), static_cast<std::size_t>(tokens));
            ASSERT_EQ(insight.entropy.size(), static_cast<std::size_t>(tokens));
            ASSERT_EQ(insight.topCodes.size(), 5u * tokens);
            for (int i = 0; i < tokens; ++i) {
                const auto p = plainSoftmax(logits[b][i].const_data_ptr<float>(), 64,
                                            c.request.plan.scales[k]);
                EXPECT_NEAR(insight.probability[i], p[scale.drawn[b * tokens + i]], 1e-5);
                EXPECT_GT(insight.probability[i], 0);
                double entropy = 0;
                for (const double value : p) entropy -= value > 0 ? value * std::log(value) : 0;
                EXPECT_NEAR(insight.entropy[i], entropy, 1e-4);
                std::vector<double> falling = p;
                std::sort(falling.begin(), falling.end(), std::greater<>());
                for (int n = 0; n < 5; ++n) {
                    const int code = insight.topCodes[i * 5 + n];
                    EXPECT_NEAR(insight.topProbabilities[i * 5 + n], falling[n], 1e-5);
                    EXPECT_NEAR(p[code], falling[n], 1e-5);
                }
            }
        }
    }
}

TEST(Insight, TellsTheTokensOfThePictures) {
    const Told told = run(command(1));
    std::vector<std::int32_t> second;
    for (const ScaleDone& scale : told.scales) {
        const auto half = scale.drawn.begin() + static_cast<std::ptrdiff_t>(scale.drawn.size() / 2);
        second.insert(second.end(), half, scale.drawn.end());
    }
    ASSERT_EQ(told.pictures.size(), 2u);
    EXPECT_EQ(second, told.pictures[1].tokens);
}

TEST(Insight, ChangesNothingAndIsAbsentUnlessAskedFor) {
    const Told with = run(command(64)), without = run(command(0));
    ASSERT_EQ(with.pictures.size(), 2u);
    EXPECT_EQ(with.pictures[0].tokens, without.pictures[0].tokens);
    for (const ScaleDone& scale : without.scales) {
        EXPECT_TRUE(scale.insight.empty());
        EXPECT_TRUE(scale.drawn.empty());
    }
    // All 64 codes are listed, each once, though only 20 can be drawn.
    const TokenInsight& all = with.scales[0].insight[0];
    std::vector<std::int32_t> codes = all.topCodes, expected(64);
    std::sort(codes.begin(), codes.end());
    std::iota(expected.begin(), expected.end(), 0);
    EXPECT_EQ(codes, expected);
    EXPECT_EQ(all.topProbabilities.back(), 0);
}

TEST(Insight, PublishedDrawsTellTheirs) {
    GenerateCommand c = command(2);
    c.request.rng = RngKind::Published;
    const Told told = run(c);
    ASSERT_EQ(told.scales.size(), 4u);
    for (const ScaleDone& scale : told.scales) {
        for (const TokenInsight& insight : scale.insight) {
            for (const float p : insight.probability) EXPECT_GT(p, 0);
        }
    }
}

TEST(Insight, RangeIsThatOfTheCodes) {
    for (const int wrong : {-1, 65}) {
        const Told told = run(command(wrong));
        ASSERT_EQ(told.failures.size(), 1u);
        EXPECT_EQ(told.failures[0].kind, ErrorKind::Usage);
        EXPECT_NE(told.failures[0].message.find("found " + std::to_string(wrong)),
                  std::string::npos);
        EXPECT_TRUE(told.scales.empty());
    }
    EXPECT_DUO_ERROR(requireInsight(65, 64), ErrorKind::Usage, "0 (none)", "64 codes");
    EXPECT_NO_THROW(requireInsight(64, 64));
}

}  // namespace
}  // namespace duo
