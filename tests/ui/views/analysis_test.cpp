// Pictures whose figures are known beforehand.
#include <cmath>
#include <numbers>

#include "views/picture_analysis.h"

namespace duo::ui {
namespace {

QImage flat(int level, QSize size = {32, 32}) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(qRgb(level, level, level));
    return image;
}

// A wave along x of so many cycles over the picture.
QImage wave(int side, int cycles, double amplitude) {
    QImage image(side, side, QImage::Format_RGB32);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const double phase = 2 * std::numbers::pi * cycles * x / side;
            const int level = static_cast<int>(std::lround(128 + amplitude * std::sin(phase)));
            image.setPixel(x, y, qRgb(level, level, level));
        }
    }
    return image;
}

TEST(Energy, IsNothingBetweenEqualPictures) {
    EXPECT_EQ(differenceEnergy(flat(77), flat(77)), 0);
    EXPECT_EQ(differenceEnergy({}, flat(128)), 0);  // nothing yet is middle grey
}

TEST(Energy, IsTheMeanSquareOfTheLuma) {
    EXPECT_NEAR(differenceEnergy(flat(100), flat(110)), 100, 1e-9);
    EXPECT_NEAR(differenceEnergy(flat(110), flat(100)), 100, 1e-9);
    QImage green = flat(0);
    green.fill(qRgb(0, 10, 0));
    EXPECT_NEAR(differenceEnergy(flat(0), green), std::pow(0.7152 * 10, 2), 1e-9);
    EXPECT_EQ(differenceEnergy(flat(1), {}), -1);
}

TEST(Energy, ComparesPicturesOfDifferentSizes) {
    EXPECT_NEAR(differenceEnergy(flat(90, {8, 8}), flat(100, {64, 64})), 100, 1e-9);
    // Detail that a preview is too small for is not what the scale added.
    EXPECT_LT(differenceEnergy(flat(128, {8, 8}), wave(64, 16, 60)), 1);
    EXPECT_EQ(signedDifference(flat(90, {8, 8}), flat(100, {64, 64}), 1).size(), QSize(8, 8));
}

TEST(Difference, IsGreyWhereNothingChanged) {
    const QImage difference = signedDifference(flat(40), flat(40), 8);
    EXPECT_EQ(difference.pixelColor(3, 4), QColor(128, 128, 128));
}

TEST(Difference, IsSymmetricAndTakesTheGain) {
    const QColor up = signedDifference(flat(40), flat(50), 4).pixelColor(0, 0);
    const QColor down = signedDifference(flat(50), flat(40), 4).pixelColor(0, 0);
    EXPECT_EQ(up.red(), 128 + 40);
    EXPECT_EQ(down.red(), 128 - 40);
    EXPECT_EQ(signedDifference(flat(0), flat(255), 8).pixelColor(0, 0).red(), 255);
    EXPECT_TRUE(signedDifference(flat(0), {}, 1).isNull());
}

TEST(Spectrum, OfAFlatPictureIsItsMeanAlone) {
    const std::vector<double> power = radialSpectrum(flat(100));
    ASSERT_EQ(power.size(), 17U);
    EXPECT_NEAR(power[0], 100 * 100, 1e-6);
    for (std::size_t cycles = 1; cycles < power.size(); ++cycles) {
        EXPECT_NEAR(power[cycles], 0, 1e-9);
    }
}

TEST(Spectrum, OfAWaveLiesAtItsFrequency) {
    for (const int cycles : {1, 5, 11}) {
        const std::vector<double> power = radialSpectrum(wave(64, cycles, 60));
        const auto highest = std::max_element(power.begin() + 1, power.end()) - power.begin();
        EXPECT_EQ(highest, cycles);
        EXPECT_LT(power[static_cast<std::size_t>(cycles) + 1],
                  1e-3 * power[static_cast<std::size_t>(cycles)]);
    }
}

TEST(Spectrum, KeepsThePowerOfAWaveInItsRing) {
    const std::vector<double> power = radialSpectrum(wave(64, 5, 60));
    int frequencies = 0;  // on the ring of radius 5
    for (int y = -32; y < 32; ++y) {
        for (int x = -32; x < 32; ++x) frequencies += std::lround(std::hypot(x, y)) == 5;
    }
    // Two of them hold a²/4 each.
    EXPECT_NEAR(power[5] * frequencies, 2 * 60.0 * 60 / 4, 10);
}

TEST(Spectrum, TakesPicturesThatAreNotSquareOrOdd) {
    EXPECT_EQ(radialSpectrum(flat(10, {21, 9})).size(), 5U);
    EXPECT_TRUE(radialSpectrum({}).empty());
}

TEST(Steps, TakeTheFinishedPictureOnlyWhereNoPreviewCame) {
    Picture picture;
    picture.sides = {1, 2};
    picture.scales = {flat(1), flat(2)};
    picture.final = flat(9);
    EXPECT_EQ(stepsOf(picture)[1], flat(2));
    picture.scales.clear();
    const std::vector<QImage> steps = stepsOf(picture);
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_TRUE(steps[0].isNull());
    EXPECT_EQ(steps[1], flat(9));
}

TEST(Analysis, LeavesOutScalesThatCannotBeCompared) {
    const PictureAnalysis found = analyse({flat(138), {}, flat(10), flat(12)});
    ASSERT_EQ(found.energy.size(), 4U);
    EXPECT_NEAR(found.energy[0], 100, 1e-9);
    EXPECT_EQ(found.energy[1], -1);
    EXPECT_EQ(found.energy[2], -1);
    EXPECT_NEAR(found.energy[3], 4, 1e-9);
    EXPECT_TRUE(found.spectra[1].empty());
    EXPECT_FALSE(found.spectra[3].empty());
}

TEST(TokenMap, GivesEachCodeItsColour) {
    const QImage map = tokenMap({7, 8, 7, 4095}, 2);
    ASSERT_EQ(map.size(), QSize(2, 2));
    EXPECT_EQ(map.pixel(0, 0), map.pixel(0, 1));
    EXPECT_NE(map.pixel(0, 0), map.pixel(1, 0));
    EXPECT_EQ(map.pixel(1, 1), codeColor(4095));
    EXPECT_TRUE(tokenMap({1, 2, 3}, 2).isNull());
}

TEST(TokenMap, TellsNearlyAllCodesApart) {
    std::set<QRgb> colors;
    for (int code = 0; code < 4096; ++code) colors.insert(codeColor(code));
    EXPECT_GT(colors.size(), 4000U);
}

TEST(EntropyMap, IsBrighterWhereTheDrawWasOpen) {
    TokenInsight insight;
    insight.entropy = {0, 1, 3, 6};
    const QImage map = entropyMap(insight, 2);
    EXPECT_LT(map.pixelColor(0, 0).lightness(), map.pixelColor(1, 0).lightness());
    EXPECT_LT(map.pixelColor(0, 1).lightness(), map.pixelColor(1, 1).lightness());
    EXPECT_TRUE(entropyMap(insight, 3).isNull());
}

TEST(Enlarged, KeepsPixelsHard) {
    QImage two(2, 1, QImage::Format_RGB32);
    two.setPixel(0, 0, qRgb(0, 0, 0));
    two.setPixel(1, 0, qRgb(255, 255, 255));
    const QImage large = enlarged(two, {8, 4});
    EXPECT_EQ(large.size(), QSize(8, 4));
    EXPECT_EQ(large.pixel(3, 2), qRgb(0, 0, 0));
    EXPECT_EQ(large.pixel(4, 2), qRgb(255, 255, 255));
    EXPECT_EQ(enlarged(two, {}).size(), two.size());
}

}  // namespace
}  // namespace duo::ui
