// Philox compared with its authors' known answers (Random123, kat_vectors), and the noise made from
// it.
#include "kernels/philox.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

namespace duo::test {
namespace {

using Words = std::array<std::uint32_t, 4>;

Words philox(std::uint64_t key, const Words& counter) {
    const PhiloxWords words = philoxWords(key, {{counter[0], counter[1], counter[2], counter[3]}});
    return {words.w[0], words.w[1], words.w[2], words.w[3]};
}

TEST(Philox, KnownAnswers) {
    EXPECT_EQ(philox(0, {0, 0, 0, 0}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox(~std::uint64_t{0}, {~0u, ~0u, ~0u, ~0u}),
              (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox(0x299f31d0a4093822, {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}),
              (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

// Every part of the key changes the noise; the same key gives the same noise.
TEST(GumbelNoise, DependsOnEveryPartOfItsKey) {
    const auto noise = [](std::uint64_t seed, std::uint32_t image, std::uint32_t stream,
                          std::uint32_t scale, std::uint32_t position, std::uint32_t code) {
        return gumbelNoise({seed, image, stream, scale, position}, code);
    };
    std::set<float> values;
    values.insert(noise(1, 2, 0, 3, 4, 5));
    values.insert(noise(2, 2, 0, 3, 4, 5));
    values.insert(noise(1 + (std::uint64_t{1} << 32), 2, 0, 3, 4, 5));
    values.insert(noise(1, 3, 0, 3, 4, 5));
    values.insert(noise(1, 2, 1, 3, 4, 5));
    values.insert(noise(1, 2, 0, 4, 4, 5));
    values.insert(noise(1, 2, 0, 3, 5, 5));
    values.insert(noise(1, 2, 0, 3, 4, 6));
    values.insert(noise(1, 2, 0, 3, 4, 9));
    EXPECT_EQ(values.size(), 9u);
    EXPECT_EQ(noise(1, 2, 0, 3, 4, 5), noise(1, 2, 0, 3, 4, 5));
}

// Mean is Euler's constant, variance pi^2 / 6; the bounds are five standard errors.
TEST(GumbelNoise, HasTheMomentsOfAGumbelVariable) {
    constexpr int kDraws = 200000;
    double sum = 0, squares = 0;
    for (int code = 0; code < kDraws; ++code) {
        const double g = gumbelNoise({11, 0, 0, 0, 0}, static_cast<std::uint32_t>(code));
        ASSERT_TRUE(std::isfinite(g));
        sum += g;
        squares += g * g;
    }
    const double mean = sum / kDraws, variance = squares / kDraws - mean * mean;
    const double deviation = 3.14159265358979 / std::sqrt(6.0);
    EXPECT_NEAR(mean, 0.57721566, 5 * deviation / std::sqrt(kDraws));
    // Fourth central moment of a Gumbel variable: 5.4 variances squared.
    EXPECT_NEAR(variance, deviation * deviation,
                5 * deviation * deviation * std::sqrt(4.4 / kDraws));
}

}  // namespace
}  // namespace duo::test
