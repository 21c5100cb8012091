// What a decode has to compute, against counts made another way.
#include "bench/work.h"

#include <gtest/gtest.h>

#include <numeric>

#include "bench/presets.h"

namespace duo {
namespace {

Work total(const std::vector<Work>& scales) {
    return std::accumulate(scales.begin(), scales.end(), Work{},
                           [](Work all, const Work& one) { return all += one; });
}

Work pairWork(int split, const WorkShape& shape) {
    return total(
        decodeWork(publishedVar(30), publishedVar(16), DecodePlan::published(10, split), shape));
}

TEST(BenchWork, ReadsEveryMatrixOfTheModelOnce) {
    const VarGeometry g = publishedVar(16);
    double matrices = 0;
    for (const TensorSpec& spec : tensorSpecs(g)) {
        if (!spec.name.ends_with(".weight") || spec.name.starts_with("word_embed")) continue;
        if (spec.name.starts_with("class_emb") || spec.name.starts_with("lvl_embed")) continue;
        matrices += static_cast<double>(spec.shape[0] * spec.shape[1]);
    }
    WorkShape shape;
    shape.elementBytes = 2;
    const std::vector<Work> scales = decodeWork(g, {}, DecodePlan::published(10, 10), shape);
    EXPECT_EQ(scales[0].weightBytes, 2 * matrices);  // with the AdaLN projections
    EXPECT_LT(scales[1].weightBytes, 0.7 * scales[0].weightBytes);
    EXPECT_EQ(scales[1].weightBytes, scales[9].weightBytes);
}

TEST(BenchWork, CountsOneTokenByHand) {
    VarGeometry g = publishedVar(1);  // width 64, MLP 256
    g.schedule = ScaleSchedule({1});
    DecodePlan plan = DecodePlan::published(1, 1);
    plan.scales[0].guidance = 0;
    const double weights = 3 * 64 * 64 + 64 * 64 + 2 * 64 * 256 + 64 * 4096 + (6 + 2) * 64 * 64;
    const double attention = 2 * 64;  // the token's key and its value
    EXPECT_EQ(total(decodeWork(g, {}, plan, {})).flops, 2 * (weights + attention));
}

TEST(BenchWork, CountsAPrefillByHand) {
    VarGeometry g = publishedVar(2);  // width 128, MLP 512
    g.schedule = ScaleSchedule({1, 2});
    DecodePlan plan = DecodePlan::published(2, 1);
    for (ScalePlan& scale : plan.scales) scale.guidance = 0;
    const double w = 128, qkv = 3 * w * w, others = w * w + 2 * w * 512;
    const double fresh = 4 * (2 * (qkv + others + 2 * 5 * w) + w * 4096);
    const double earlier = qkv + others + 2 * w + qkv;  // and the second block's keys and values
    const double adaLn = (2 * 6 + 2) * w * w;
    EXPECT_EQ(decodeWork(g, g, plan, {})[1].flops, 2 * (fresh + earlier + adaLn));
}

// The paper's counts: in multiply-adds alone N = 8 allows 1.9 times, N = 6 3.5 times.
TEST(BenchWork, SplitsSaveWhatThePaperSays) {
    const double plain = pairWork(10, {}).flops;
    EXPECT_NEAR(plain / pairWork(8, {}).flops, 1.9, 0.05);
    EXPECT_NEAR(plain / pairWork(6, {}).flops, 3.5, 0.1);
}

TEST(BenchWork, GrowsWithTheBatchAndHalvesWithoutGuidance) {
    WorkShape one, four;
    four.pictures = four.labels = 4;
    // AdaLN is computed once a label, and once for 'no class'.
    const double ratio = pairWork(6, four).flops / pairWork(6, one).flops;
    EXPECT_GT(ratio, 3.9);
    EXPECT_LT(ratio, 4);
    DecodePlan unguided = DecodePlan::published(10, 6);
    for (ScalePlan& scale : unguided.scales) scale.guidance = 0;
    const Work half = total(decodeWork(publishedVar(30), publishedVar(16), unguided, one));
    const double firstHead = 2.0 * 1920 * 4096;  // scale 0 is not guided anyway
    EXPECT_EQ(half.flops * 2 - firstHead, pairWork(6, one).flops);
    one.guidedAlways = true;
    EXPECT_EQ(total(decodeWork(publishedVar(30), publishedVar(16), unguided, one)).flops,
              pairWork(6, one).flops);
}

TEST(BenchWork, CountsTheDecoderOfTheVqVae) {
    VqVaeGeometry g = publishedVqVae();
    const double sixteen = vqvaeWork(g, 16, {}).flops, eight = vqvaeWork(g, 8, {}).flops;
    EXPECT_GT(sixteen / eight, 4);  // attention grows faster than the positions
    EXPECT_LT(sixteen / eight, 4.1);
    g.multipliers = {1};  // conv_in, middle, three blocks with attention, conv_out at one size
    g.attention = false;
    const double c = g.baseWidth, z = g.codeChannels;
    const double weights = 9 * (z * z + z * c + 10 * c * c + 3 * c);
    EXPECT_EQ(vqvaeWork(g, 16, {}).flops, 2 * 256 * weights);
}

}  // namespace
}  // namespace duo
