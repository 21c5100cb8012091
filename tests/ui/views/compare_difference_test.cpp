#include "views/compare_difference.h"

#include <cmath>

#include "compare_support.h"

namespace duo::ui {
namespace {

using test::solid;

TEST(Difference, CountsEveryChannelValueOfRgb) {
    const QImage a = solid(QColor(10, 20, 30), 2);
    QImage b = a;
    b.setPixelColor(1, 0, QColor(14, 20, 22));  // 4 and 8 of 12 values
    const DifferenceFigures f = differenceFigures(a, b, DifferenceOf::Rgb);
    ASSERT_TRUE(f.known);
    EXPECT_DOUBLE_EQ(f.mean, 1.0);
    EXPECT_DOUBLE_EQ(f.max, 8);
    EXPECT_DOUBLE_EQ(f.psnr, 10 * std::log10(255.0 * 255.0 / (80.0 / 12)));
}

TEST(Difference, WeighsChannelsForLuma) {
    QImage b = solid(QColor(0, 0, 0), 2);
    b.setPixelColor(0, 0, QColor(0, 100, 0));
    const Difference d = difference(solid(Qt::black, 2), b, DifferenceOf::Luma);
    EXPECT_NEAR(d.figures.max, 71.52, 1e-9);
    EXPECT_NEAR(d.figures.mean, 71.52 / 4, 1e-9);
    ASSERT_EQ(d.levels.size(), 4u);
    EXPECT_FLOAT_EQ(d.levels[0], 71.52F);
    EXPECT_FLOAT_EQ(d.levels[3], 0);
}

TEST(Difference, IsNothingForEqualPicturesAndUnknownForOtherSizes) {
    const QImage a = test::scene(0, 32);
    const DifferenceFigures same = differenceFigures(a, a, DifferenceOf::Rgb);
    EXPECT_TRUE(same.known);
    EXPECT_EQ(same.max, 0);
    EXPECT_TRUE(std::isinf(same.psnr));
    EXPECT_FALSE(differenceFigures(a, test::scene(0, 33), DifferenceOf::Rgb).known);
    EXPECT_FALSE(differenceFigures(a, {}, DifferenceOf::Rgb).known);
    EXPECT_TRUE(differenceMap(difference(a, {}, DifferenceOf::Rgb), 1).isNull());
}

TEST(Difference, ColoursGrowBrighterAllTheWay) {
    int last = -1;
    for (int i = 0; i <= 64; ++i) {
        const int grey = qGray(differenceColor(i / 64.0).rgb());
        EXPECT_GT(grey, last) << i;
        last = grey;
    }
    EXPECT_EQ(differenceColor(-1), differenceColor(0));
    EXPECT_EQ(differenceColor(2), differenceColor(1));
}

TEST(Difference, MapTakesTheGain) {
    QImage b = solid(Qt::black, 2);
    b.setPixelColor(1, 1, QColor(0, 16, 0));
    const Difference d = difference(solid(Qt::black, 2), b, DifferenceOf::Rgb);
    EXPECT_EQ(differenceMap(d, 1).pixelColor(1, 1), differenceColor(16 / 255.0));
    EXPECT_EQ(differenceMap(d, 8).pixelColor(1, 1), differenceColor(128 / 255.0));
    EXPECT_EQ(differenceMap(d, 64).pixelColor(1, 1), differenceColor(1));
    EXPECT_EQ(differenceMap(d, 64).pixelColor(0, 0), differenceColor(0));
}

}  // namespace
}  // namespace duo::ui
