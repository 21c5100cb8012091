// Counter draws: the right distribution, and the same draws for a picture in any batch or shard.
#include <gtest/gtest.h>

#include <limits>

#include "kernels/filter_logits.h"
#include "kernels/gumbel_draw.h"
#include "kernels/philox.h"
#include "sampling/counter_sampler.h"
#include "support/lively_weights.h"

namespace duo::test {
namespace {

constexpr float kInf = std::numeric_limits<float>::infinity();

at::Tensor logits(std::int64_t pictures, std::int64_t tokens, std::int64_t codes) {
    const std::vector<std::int64_t> shape{pictures, tokens, codes};
    return at::tensor(livelyTensor("input/counter", shape)).view(shape) * 2;
}

std::vector<DrawKey> keys(std::uint64_t seed, std::uint32_t first, std::uint32_t count) {
    std::vector<DrawKey> all;
    for (std::uint32_t i = 0; i < count; ++i) all.push_back({seed, first + i});
    return all;
}

kernels::GumbelDraw drawOf(const std::vector<DrawKey>& all, DrawStream stream, int scale) {
    kernels::GumbelDraw draw;
    for (const DrawKey& key : all) {
        draw.seeds.push_back(key.seed);
        draw.images.push_back(key.image);
    }
    draw.stream = static_cast<std::uint32_t>(stream);
    draw.scale = scale;
    return draw;
}

TEST(CounterSampler, DrawsWhatPlainTensorsSay) {
    for (const std::int64_t codes : {1, 3, 4, 97, 256}) {  // odd sizes: blocks of four end early
        SCOPED_TRACE(codes);
        const auto who = keys(5, 8, 3);
        const at::Tensor filtered = kernels::filterLogits(logits(3, 7, codes), 50, 0.9);
        const at::Tensor noise =
            kernels::plainGumbelNoise(drawOf(who, DrawStream::Token, 4), 7, codes);
        const at::Tensor expected = (filtered / 1.3f + noise).argmax(-1);
        EXPECT_TRUE(at::equal(CounterSampler(who).draw(filtered, 4, 1.3), expected));
        const at::Tensor soft =
            kernels::plainGumbelNoise(drawOf(who, DrawStream::Smooth, 4), 7, codes);
        const double ratio = 4.0 / 9;
        const at::Tensor mixture =
            ((filtered * (1 + ratio) + soft) / (0.27 * (1 - 0.95 * ratio))).softmax(-1);
        EXPECT_TRUE(
            at::allclose(CounterSampler(who).mixture(filtered, 4, 10), mixture, 1e-4, 1e-6));
    }
}

TEST(CounterSampler, NoiseIsThatOfTheKey) {
    const auto noise = kernels::plainGumbelNoise(drawOf(keys(5, 8, 2), DrawStream::Token, 3), 4, 9);
    for (const int b : {0, 1}) {
        for (const int token : {0, 3}) {
            for (const int code : {0, 5, 8}) {
                EXPECT_EQ(noise[b][token][code].item<float>(),
                          gumbelNoise({5, 8u + b, 0, 3, static_cast<std::uint32_t>(token)},
                                      static_cast<std::uint32_t>(code)));
            }
        }
    }
}

TEST(CounterSampler, SameDrawsAloneInABatchAndInAShard) {
    const at::Tensor all = logits(6, 9, 64);
    CounterSampler together(keys(3, 100, 6));
    const at::Tensor tokens = together.draw(all, 2, 1.0);
    const at::Tensor soft = together.mixture(all, 2, 6);
    for (int b = 0; b < 6; ++b) {
        CounterSampler alone(keys(3, 100 + b, 1));
        EXPECT_TRUE(at::equal(alone.draw(all.narrow(0, b, 1), 2, 1.0), tokens.narrow(0, b, 1)));
        EXPECT_TRUE(at::equal(alone.mixture(all.narrow(0, b, 1), 2, 6), soft.narrow(0, b, 1)));
    }
    CounterSampler shard(keys(3, 102, 3));
    EXPECT_TRUE(at::equal(shard.draw(all.narrow(0, 2, 3), 2, 1.0), tokens.narrow(0, 2, 3)));
    EXPECT_FALSE(at::equal(together.draw(all, 3, 1.0), tokens));  // another scale, other draws
}

// Chi-square of many draws against the tempered softmax of the filtered logits.
TEST(CounterSampler, DrawsFollowTheDistribution) {
    constexpr std::int64_t kDraws = 40000, kCodes = 16;
    constexpr double kTemperature = 1.3;
    const at::Tensor one = kernels::filterLogits(logits(1, 1, kCodes), 12, 0.0);
    const at::Tensor tokens =
        CounterSampler(keys(77, 0, 1)).draw(one.expand({1, kDraws, kCodes}), 5, kTemperature);
    const at::Tensor found = at::bincount(tokens.view(-1), {}, kCodes).to(at::kDouble);
    const at::Tensor expected =
        (one.view(-1).to(at::kDouble) / kTemperature).softmax(-1) * static_cast<double>(kDraws);
    double chiSquare = 0;
    for (int code = 0; code < kCodes; ++code) {
        const double e = expected[code].item<double>(), f = found[code].item<double>();
        if (e == 0) {
            EXPECT_EQ(f, 0) << "a filtered code was drawn";
        } else {
            chiSquare += (f - e) * (f - e) / e;
        }
    }
    EXPECT_LT(chiSquare, 31.26);  // 11 degrees of freedom, passed by chance 1 time in 1000
}

TEST(CounterSampler, MixtureLeavesFilteredCodesOut) {
    const at::Tensor filtered = kernels::filterLogits(logits(2, 3, 40), 5, 0.0);
    const at::Tensor mixture = CounterSampler(keys(1, 0, 2)).mixture(filtered, 3, 10);
    EXPECT_TRUE(at::allclose(mixture.sum(-1), at::ones({2, 3}), 1e-5, 1e-5));
    EXPECT_EQ(mixture.masked_select(filtered == -kInf).abs().max().item<float>(), 0);
    EXPECT_TRUE(mixture.isfinite().all().item<bool>());
}

TEST(CounterSampler, TakesOneScaleOfOne) {  // the ratio of a single scale is zero, not 0 / 0
    const at::Tensor mixture = CounterSampler(keys(1, 0, 1)).mixture(logits(1, 2, 8), 0, 1);
    EXPECT_TRUE(mixture.isfinite().all().item<bool>());
}

TEST(CounterSampler, EqualValuesTakeTheLowerCode) {
    at::Tensor flat = at::full({1, 4, 8}, -kInf);
    EXPECT_TRUE(
        at::equal(CounterSampler(keys(1, 0, 1)).draw(flat, 0, 1.0), at::zeros({1, 4}, at::kLong)));
    flat.select(2, 6).fill_(0.5);
    EXPECT_TRUE(at::equal(CounterSampler(keys(1, 0, 1)).draw(flat, 0, 1.0),
                          at::full({1, 4}, 6, at::kLong)));
}

TEST(CounterSampler, NeedsOneKeyAPicture) {
    EXPECT_THROW(CounterSampler(keys(1, 0, 2)).draw(logits(3, 1, 4), 0, 1.0), c10::Error);
}

}  // namespace
}  // namespace duo::test
