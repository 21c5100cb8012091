#include "widgets/split_curve.h"

#include <gtest/gtest.h>

#include <QtTest>

#include "widgets/scale_rail.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

struct SplitCurveTest : testing::Test {
    QWidget window;
    ScaleRail* rail = new ScaleRail(&window);
    SplitCurve* curve = new SplitCurve(*rail, &window);

    SplitCurveTest() {
        std::vector<ScaleTile> tiles(4);
        for (int k = 0; k < 4; ++k) tiles[k].side = k + 1;
        rail->setTiles(std::move(tiles));
        window.resize(600, 300);
        rail->setGeometry(0, 0, 600, 150);
        curve->setGeometry(0, 150, 600, curve->sizeHint().height());
        std::vector<SplitPoint> points(5);
        for (int split = 0; split < 5; ++split) {
            points[split] = {50.0 * (split + 1), 1e6 * (7 - split), 0.2 - 0.02 * split, split == 2,
                             QStringLiteral("N = %1").arg(split)};
        }
        points[1].ms = -1;
        curve->setPoints(points, 3);
        window.show();
    }
};

TEST_F(SplitCurveTest, PointsStandUnderTheDividersPlacesAndTwiceAsHighIsTwiceAsMuch) {
    const double floor =
        curve->timePlace(4).y() + 2 * (curve->timePlace(2).y() - curve->timePlace(4).y()) * 5 / 4;
    for (const int split : {0, 2, 3, 4}) {
        EXPECT_DOUBLE_EQ(curve->timePlace(split).x(), rail->edgeX(split));
        EXPECT_NEAR((floor - curve->timePlace(split).y()) / (floor - curve->timePlace(0).y()),
                    split + 1, 1e-6);
    }
    EXPECT_TRUE(curve->timePlace(1).isNull()) << "not known";
}

TEST_F(SplitCurveTest, AClickChoosesTheNearestSplit) {
    QSignalSpy chosen(curve, &SplitCurve::splitChosen);
    QTest::mouseClick(curve, Qt::LeftButton, {}, QPoint(rail->edgeX(2) + 5, 30));
    QTest::mouseClick(curve, Qt::LeftButton, {}, QPoint(599, 30));
    ASSERT_EQ(chosen.size(), 2);
    EXPECT_EQ(chosen[0][0].toInt(), 2);
    EXPECT_EQ(chosen[1][0].toInt(), 4);
    EXPECT_EQ(curve->accessibleDescription(), "N = 3");
}

TEST_F(SplitCurveTest, MeasuredMarksAreFilledAndEstimatedOnesHollow) {
    const QImage drawn = curve->grab().toImage();
    const auto inside = [&](int split) {
        return drawn.pixelColor((curve->timePlace(split) * drawn.devicePixelRatio()).toPoint());
    };
    EXPECT_EQ(inside(2), theme::accent());
    EXPECT_EQ(inside(4), curve->palette().color(QPalette::Window));
}

}  // namespace
}  // namespace duo::ui
