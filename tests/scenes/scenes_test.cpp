// The painted scenes: same seed, same bytes; otherwise varied, lively, and fine in detail.
#include "scenes/scenes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "scenes/noise.h"

namespace {

using duo::Error;
using duo::ErrorKind;
using duo::scenes::classCount;
using duo::scenes::className;
using duo::scenes::paint;
using Pixels = std::vector<std::uint8_t>;

constexpr int side = 128;
constexpr int seeds = 8;

double meanOf(const Pixels& p, int channel) {
    double sum = 0;
    for (std::size_t i = static_cast<std::size_t>(channel); i < p.size(); i += 3) sum += p[i];
    return sum / (static_cast<double>(p.size()) / 3);
}

int green(const Pixels& p, int x, int y) {
    return p[(static_cast<std::size_t>(y) * side + static_cast<std::size_t>(x)) * 3 + 1];
}

// Mean absolute Laplacian of green between neighbouring pixels: what only the finest scale can
// show. Grey levels of 255; a smooth gradient scores about 0.
double fineEnergy(const Pixels& p) {
    double sum = 0;
    for (int y = 1; y < side - 1; ++y)
        for (int x = 1; x < side - 1; ++x)
            sum += std::abs(4 * green(p, x, y) - green(p, x - 1, y) - green(p, x + 1, y) -
                            green(p, x, y - 1) - green(p, x, y + 1)) /
                   4.0;
    return sum / ((side - 2) * (side - 2));
}

double spread(const std::vector<double>& values) {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return *high - *low;
}

class EveryScene : public testing::TestWithParam<int> {};

TEST_P(EveryScene, SameSeedSameBytes) {
    EXPECT_EQ(paint(GetParam(), 7), paint(GetParam(), 7));
    EXPECT_EQ(paint(GetParam(), 7).size(), static_cast<std::size_t>(side * side * 3));
}

TEST_P(EveryScene, SeedsDiffer) {
    std::set<Pixels> pictures;
    for (int s = 0; s < seeds; ++s) pictures.insert(paint(GetParam(), static_cast<unsigned>(s)));
    EXPECT_EQ(pictures.size(), static_cast<std::size_t>(seeds));
}

TEST_P(EveryScene, UsesAWideRangeOfTones) {
    for (int s = 0; s < seeds; ++s) {
        Pixels p = paint(GetParam(), static_cast<unsigned>(s));
        const auto n = static_cast<std::ptrdiff_t>(p.size());
        std::nth_element(p.begin(), p.begin() + n / 50, p.end());
        const int dark = p[p.size() / 50];
        std::nth_element(p.begin(), p.begin() + n * 49 / 50, p.end());
        const int light = p[p.size() * 49 / 50];
        EXPECT_GT(light - dark, 90) << className(GetParam()) << ", seed " << s;
    }
}

TEST_P(EveryScene, ColourAndTextureVaryOverSeeds) {
    std::vector<double> colours[3], texture;
    for (int s = 0; s < 16; ++s) {
        const Pixels p = paint(GetParam(), static_cast<unsigned>(s));
        for (int channel = 0; channel < 3; ++channel)
            colours[channel].push_back(meanOf(p, channel));
        texture.push_back(fineEnergy(p));
    }
    const double colourRange =
        std::max({spread(colours[0]), spread(colours[1]), spread(colours[2])});
    EXPECT_GT(colourRange, 15) << className(GetParam());
    EXPECT_GT(spread(texture), 0.5) << className(GetParam());
}

TEST_P(EveryScene, HasFineDetail) {
    double sum = 0;
    for (int s = 0; s < seeds; ++s) sum += fineEnergy(paint(GetParam(), static_cast<unsigned>(s)));
    EXPECT_GT(sum / seeds, 2.0) << className(GetParam());
}

TEST_P(EveryScene, CoversTheCanvasAtOtherSides) {
    for (int other : {16, 64, 200}) {
        const Pixels p = paint(GetParam(), 3, other);
        ASSERT_EQ(p.size(), static_cast<std::size_t>(other * other * 3));
        // The same picture, not another one: mean colours hold across sizes.
        const Pixels reference = paint(GetParam(), 3);
        for (int channel = 0; channel < 3; ++channel)
            EXPECT_NEAR(meanOf(p, channel), meanOf(reference, channel), 8) << other;
    }
}

INSTANTIATE_TEST_SUITE_P(Scenes, EveryScene, testing::Range(0, classCount()));

TEST(Scenes, NamesAreDistinctAndNotEmpty) {
    EXPECT_GE(classCount(), 16);
    std::set<std::string> names;
    for (int i = 0; i < classCount(); ++i) names.insert(std::string(className(i)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(classCount()));
    EXPECT_FALSE(names.contains(""));
}

TEST(Scenes, BadLabelOrSideIsAUsageError) {
    for (int label : {-1, classCount()}) {
        try {
            paint(label, 0);
            FAIL() << "label " << label << " was accepted";
        } catch (const Error& e) {
            EXPECT_EQ(e.kind(), ErrorKind::Usage);
            EXPECT_NE(std::string(e.what()).find(std::to_string(label)), std::string::npos);
        }
        EXPECT_THROW(className(label), Error);
    }
    for (int bad : {-128, 0, 15, 2049}) {
        try {
            paint(0, 0, bad);
            FAIL() << "side " << bad << " was accepted";
        } catch (const Error& e) {
            EXPECT_EQ(e.kind(), ErrorKind::Usage);
        }
    }
}

TEST(Noise, StaysInRangeAndIsContinuous) {
    for (double x = -3; x < 3; x += 0.0713) {
        const double n = duo::scenes::fbm(x, -x * 1.7, 4, 5);
        EXPECT_GE(n, 0);
        EXPECT_LE(n, 1);
        EXPECT_NEAR(duo::scenes::valueNoise(x, 0.3, 5), duo::scenes::valueNoise(x + 1e-6, 0.3, 5),
                    1e-4);
    }
}

TEST(Dice, IsTheSameOnEveryMachine) {
    // The first two outputs of SplitMix64 for state 0, from its published reference.
    duo::scenes::Dice dice(0);
    EXPECT_EQ(dice.next(), 0xE220A8397B1DCDAFull);
    EXPECT_EQ(dice.next(), 0x6E789E6AA1B965F4ull);
}

TEST(Dice, WholeCoversBothEnds) {
    duo::scenes::Dice dice(1);
    std::set<int> seen;
    for (int i = 0; i < 200; ++i) seen.insert(dice.whole(2, 5));
    EXPECT_EQ(seen, (std::set<int>{2, 3, 4, 5}));
}

}  // namespace
