// Raw logits to tokens in one pass gives the draws of the separate operations.
#include <gtest/gtest.h>

#include <cmath>

#include "kernels/cpu/number.h"
#include "kernels/draw_tokens.h"
#include "kernels/random_tensors.h"

namespace duo::test {
namespace {

using namespace kernels;

TokenDraw drawOf(int pictures, int topK, double topP, double guidance = 2.5) {
    TokenDraw draw{guidance, topK, topP, 1.1f, {}};
    for (int b = 0; b < pictures; ++b) {
        draw.noise.seeds.push_back(7 + b);
        draw.noise.images.push_back(3 * b);
    }
    draw.noise.scale = 4;
    return draw;
}

// The share of tokens that differ. Different rounding of sums may change a draw between two codes
// that are almost equal.
double differing(const at::Tensor& a, const at::Tensor& b) {
    return a.ne(b).to(at::kFloat).mean().item<double>();
}

TEST(DrawTokens, DrawsWhatPlainTensorsSay) {
    for (const std::int64_t codes : {1, 2, 15, 97, 1024, 4096}) {
        const at::Tensor logits =
            randomTensor({6, 83, codes}, static_cast<std::uint64_t>(codes)) * 3;
        for (const int topK : {0, 1, 5, 600}) {
            for (const double topP : {0.0, 1e-6, 0.3, 0.95, 1.0}) {
                SCOPED_TRACE(testing::Message() << codes << " " << topK << " " << topP);
                const TokenDraw draw = drawOf(3, topK, topP);
                EXPECT_LT(differing(drawTokens(logits, draw), plainDrawTokens(logits, draw)),
                          0.005);
                const TokenDraw alone = drawOf(6, topK, topP);  // no unconditional rows
                EXPECT_LT(differing(drawTokens(logits, alone), plainDrawTokens(logits, alone)),
                          0.005);
            }
        }
    }
}

TEST(DrawTokens, TiesStayOrGoAsInTheFilter) {
    // Four codes tie at the edge of top-k and all stay; of equal codes top-p drops the lower ones
    // first.
    const std::vector<float> row{2, 2, 3, 2, 2, 0};
    const at::Tensor logits = at::tensor(row).view({1, 1, -1}).expand({4000, 1, -1}).contiguous();
    TokenDraw draw = drawOf(4000, 2, 0);
    const auto shares = [&] {
        return drawTokens(logits, draw).flatten().bincount({}, 6).to(at::kFloat) / 4000;
    };
    at::Tensor found = shares();
    for (const int code : {0, 1, 3, 4}) EXPECT_GT(found[code].item<float>(), 0.05);
    EXPECT_EQ(found[5].item<float>(), 0);
    draw.topP = 0.7;  // each 2 has 0.149 of the mass: the two lower ones go
    found = shares();
    EXPECT_EQ(found[0].item<float>(), 0);
    EXPECT_EQ(found[1].item<float>(), 0);
    EXPECT_GT(found[3].item<float>(), 0.05);
    EXPECT_GT(found[4].item<float>(), 0.05);
    draw.topP = 1e-9;  // the best stays, whatever is dropped
    EXPECT_EQ(shares()[2].item<float>(), 1);
}

TEST(DrawTokens, ZeroIsOneNumberWhateverItsSign) {
    const at::Tensor logits = at::tensor({-0.0f, 0.0f, -1.0f}).view({1, 1, -1});
    const at::Tensor many = logits.expand({2000, 1, -1}).contiguous();
    const at::Tensor found = drawTokens(many, drawOf(2000, 1, 0)).flatten().bincount({}, 3);
    EXPECT_GT(found[0].item<std::int64_t>(), 800);
    EXPECT_GT(found[1].item<std::int64_t>(), 800);
}

TEST(DrawTokens, ARowKnowsNothingOfItsNeighbours) {
    const at::Tensor logits = randomTensor({4, 40, 257}, 3) * 3;
    const TokenDraw both = drawOf(2, 50, 0.9);
    TokenDraw second = both;
    second.noise.seeds = {both.noise.seeds[1]};
    second.noise.images = {both.noise.images[1]};
    const at::Tensor alone = at::cat({logits.narrow(0, 1, 1), logits.narrow(0, 3, 1)});
    EXPECT_TRUE(at::equal(drawTokens(alone, second), drawTokens(logits, both).narrow(0, 1, 1)));
    // a view into longer rows, as a prefill leaves them
    const at::Tensor longer = at::cat({randomTensor({4, 5, 257}, 9), logits}, 1);
    EXPECT_TRUE(at::equal(drawTokens(longer.narrow(1, 5, 40), both), drawTokens(logits, both)));
}

TEST(DrawTokens, LogarithmIsExactToTwoPlaces) {
    for (float x = 0x1p-24f; x < 20; x += x * 1e-4f) {
        const double expected = std::log(double{x});
        const double unit = std::max(std::abs(expected), 1e-30) * 0x1p-23;
        EXPECT_LE(std::abs(kernels::cpu::logOf(x) - expected), 2 * unit) << x;
    }
    EXPECT_EQ(kernels::cpu::logOf(1.0f), 0.0f);
}

}  // namespace
}  // namespace duo::test
