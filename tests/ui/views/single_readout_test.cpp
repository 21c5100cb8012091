#include "views/single_readout.h"

#include "single_support.h"

namespace duo::ui {
namespace {

TEST(Readout, TellsAPixel) {
    EXPECT_EQ(Readout::pixel({12, 40}, QColor(120, 83, 60)),
              "x 12, y 40   RGB 120 83 60   #78533c");
}

TEST(Readout, TellsWhatAScaleChanged) {
    Picture picture;
    picture.sides = {1, 2};
    for (const QRgb color : {qRgb(100, 100, 100), qRgb(110, 88, 100)}) {
        picture.scales.emplace_back(2, 2, QImage::Format_RGB32);
        picture.scales.back().fill(color);
    }
    // The canvas may show it enlarged.
    EXPECT_EQ(Readout::change(picture, 1, {7, 0}, {8, 8}), "x 7, y 0   change R +10  G −12  B 0");
    EXPECT_EQ(Readout::change(picture, 0, {0, 0}, {8, 8}), "x 0, y 0   change R −28  G −28  B −28");
    EXPECT_EQ(Readout::change(picture, 5, {0, 0}, {8, 8}), "");
}

TEST(Readout, TellsADrawWithItsAlternatives) {
    QLocale::setDefault(QLocale::c());
    const PicturePtr picture = test::scaledPicture(true);
    const QString text = Readout::token(*picture, 3, {1, 0});
    const std::int32_t code = picture->tokens[3][1];
    EXPECT_TRUE(text.startsWith(QStringLiteral("column 2, row 1   code %1").arg(code)));
    EXPECT_TRUE(text.contains(QStringLiteral("probability 72\u00a0%"))) << text.toStdString();
    EXPECT_TRUE(text.contains("entropy 0.75 nats")) << text.toStdString();
    EXPECT_TRUE(text.endsWith(QStringLiteral("others: 11 20\u00a0%, 12 4.0\u00a0%")));
}

TEST(Readout, TellsTheCodeAloneWithoutStatistics) {
    const PicturePtr picture = test::scaledPicture(false);
    EXPECT_FALSE(hasInsight(*picture, 3));
    EXPECT_TRUE(Readout::token(*picture, 3, {1, 0})
                    .endsWith(QStringLiteral("code %1").arg(picture->tokens[3][1])));
    EXPECT_EQ(Readout::token(*picture, 3, {4, 0}), "");  // outside of the 4 × 4 cells
    EXPECT_EQ(Readout::token(*picture, 30, {0, 0}), "");
}

}  // namespace
}  // namespace duo::ui
