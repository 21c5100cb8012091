#include "widgets/scale_rail.h"

#include <gtest/gtest.h>

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>

#include "test_picture.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

std::vector<ScaleTile> tenTiles() {
    std::vector<ScaleTile> tiles;
    for (const int side : {1, 2, 3, 4, 5, 6, 8, 10, 13, 16}) {
        ScaleTile tile;
        tile.side = side;
        tile.tokens = side * side;
        tile.ms = 3.5 + side;
        tile.done = true;
        tile.image = testPicture(side);
        tiles.push_back(tile);
    }
    return tiles;
}

class ScaleRailTest : public testing::Test {
  protected:
    void SetUp() override {
        theme::apply(*qApp, ThemeKind::Dark);
        rail_.setTiles(tenTiles());
        rail_.setSplit(8);
        rail_.resize(700, rail_.sizeHint().height());
        rail_.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&rail_));
    }

    // The edge before tile `split`, at the height of the pictures.
    QPoint edge(int split) const {
        const QRect tile = rail_.tileRect(split < 10 ? split : 9);
        return {split < 10 ? tile.left() - 3 : tile.right() + 4, tile.center().y()};
    }
    void drag(int from, int to) {
        QTest::mousePress(&rail_, Qt::LeftButton, {}, edge(from));
        QTest::mouseMove(&rail_, edge(to));
        QTest::mouseRelease(&rail_, Qt::LeftButton, {}, edge(to));
    }

    ScaleRail rail_;
    QSignalSpy moved_{&rail_, &ScaleRail::splitMoved};
    QSignalSpy chosen_{&rail_, &ScaleRail::splitChosen};
    QSignalSpy clicked_{&rail_, &ScaleRail::scaleClicked};
};

TEST_F(ScaleRailTest, TilesFillTheWidthInOrder) {
    EXPECT_GE(rail_.tileRect(0).left(), 0);
    EXPECT_LT(rail_.tileRect(9).right(), 700);
    EXPECT_GE(rail_.tileRect(0).width(), 63);
    for (int k = 1; k < 10; ++k) {
        EXPECT_GT(rail_.tileRect(k).left(), rail_.tileRect(k - 1).right());
    }
    EXPECT_LT(rail_.tileRect(9).bottom(), rail_.height());
    EXPECT_LE(rail_.minimumSizeHint().width(), 700);
}

TEST_F(ScaleRailTest, DividerStandsBeforeTheRefinersFirstTile) {
    EXPECT_LT(std::abs(rail_.dividerRect().center().x() - edge(8).x()), 3);
    for (const int end : {0, 10}) {
        rail_.setSplit(end);
        EXPECT_TRUE(rail_.rect().contains(rail_.dividerRect()));
    }
}

TEST_F(ScaleRailTest, DragMovesAndChoosesOnce) {
    drag(8, 5);
    EXPECT_EQ(rail_.split(), 5);
    ASSERT_EQ(moved_.size(), 1);
    EXPECT_EQ(moved_[0][0].toInt(), 5);
    ASSERT_EQ(chosen_.size(), 1);
    EXPECT_EQ(chosen_[0][0].toInt(), 5);
    EXPECT_EQ(clicked_.size(), 0);
}

TEST_F(ScaleRailTest, DragReachesBothEndsAndStopsThere) {
    drag(8, 10);
    EXPECT_EQ(rail_.split(), 10);
    QTest::mousePress(&rail_, Qt::LeftButton, {}, edge(10));
    QTest::mouseMove(&rail_, {-200, 60});
    QTest::mouseRelease(&rail_, Qt::LeftButton, {}, {-200, 60});
    EXPECT_EQ(rail_.split(), 0);
}

TEST_F(ScaleRailTest, DragBackToTheStartChoosesNothing) {
    QTest::mousePress(&rail_, Qt::LeftButton, {}, edge(8));
    QTest::mouseMove(&rail_, edge(4));
    QTest::mouseMove(&rail_, edge(8));
    QTest::mouseRelease(&rail_, Qt::LeftButton, {}, edge(8));
    EXPECT_EQ(moved_.size(), 2);
    EXPECT_EQ(chosen_.size(), 0);
}

TEST_F(ScaleRailTest, PressInTheBandBringsTheDivider) {
    QTest::mouseClick(&rail_, Qt::LeftButton, {}, {edge(3).x(), 8});
    EXPECT_EQ(rail_.split(), 3);
    EXPECT_EQ(chosen_.size(), 1);
}

TEST_F(ScaleRailTest, ClickOnATileTellsItsScale) {
    QTest::mouseClick(&rail_, Qt::LeftButton, {}, rail_.tileRect(6).center());
    ASSERT_EQ(clicked_.size(), 1);
    EXPECT_EQ(clicked_[0][0].toInt(), 6);
    EXPECT_EQ(rail_.split(), 8);
}

TEST_F(ScaleRailTest, ArrowsHomeAndEnd) {
    QTest::keyClick(&rail_, Qt::Key_Left);
    EXPECT_EQ(rail_.split(), 7);
    QTest::keyClick(&rail_, Qt::Key_Up);
    EXPECT_EQ(rail_.split(), 8);
    QTest::keyClick(&rail_, Qt::Key_Home);
    EXPECT_EQ(rail_.split(), 0);
    QTest::keyClick(&rail_, Qt::Key_Left);
    EXPECT_EQ(rail_.split(), 0);
    QTest::keyClick(&rail_, Qt::Key_End);
    EXPECT_EQ(rail_.split(), 10);
    QTest::keyClick(&rail_, Qt::Key_Right);
    EXPECT_EQ(rail_.split(), 10);
    EXPECT_EQ(moved_.size(), 4) << "no signal without a move";
    EXPECT_EQ(chosen_.size(), 4);
}

TEST_F(ScaleRailTest, TypedDigitsGatherToNumbersOfTwo) {
    QTest::keyClick(&rail_, Qt::Key_3);
    EXPECT_EQ(rail_.split(), 3);
    QTest::keyClick(&rail_, Qt::Key_7);
    EXPECT_EQ(rail_.split(), 7) << "37 is too many, so a new number begins";
    QTest::keyClicks(&rail_, "10");
    EXPECT_EQ(rail_.split(), 10);
    QTest::keyClick(&rail_, Qt::Key_Left);
    QTest::keyClicks(&rail_, "0");
    EXPECT_EQ(rail_.split(), 0);
}

TEST_F(ScaleRailTest, DigitsAboveAFewScalesAreLeftAlone) {
    auto tiles = tenTiles();
    tiles.resize(4);
    rail_.setTiles(tiles);
    EXPECT_EQ(rail_.split(), 4) << "clamped";
    QTest::keyClick(&rail_, Qt::Key_9);
    EXPECT_EQ(rail_.split(), 4);
    QTest::keyClick(&rail_, Qt::Key_2);
    EXPECT_EQ(rail_.split(), 2);
}

TEST_F(ScaleRailTest, ControlArrowsChooseScales) {
    QTest::keyClick(&rail_, Qt::Key_Left, Qt::ControlModifier);
    ASSERT_EQ(clicked_.size(), 1);
    EXPECT_EQ(clicked_[0][0].toInt(), 9) << "from the finished picture";
    rail_.setSelected(4);
    QTest::keyClick(&rail_, Qt::Key_Right, Qt::ControlModifier);
    EXPECT_EQ(clicked_.last()[0].toInt(), 5);
    rail_.setSelected(0);
    QTest::keyClick(&rail_, Qt::Key_Left, Qt::ControlModifier);
    EXPECT_EQ(clicked_.size(), 2);
    EXPECT_EQ(rail_.split(), 8);
}

TEST_F(ScaleRailTest, WheelCountsOnlyWithTheFocus) {
    const auto wheel = [&](int angle) {
        QWheelEvent event(edge(2), rail_.mapToGlobal(edge(2)), {}, {0, angle}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&rail_, &event);
    };
    rail_.clearFocus();
    wheel(-120);
    EXPECT_EQ(rail_.split(), 8);
    rail_.activateWindow();
    rail_.setFocus();
    ASSERT_TRUE(QTest::qWaitFor([&] { return rail_.hasFocus(); }));
    wheel(-60);
    EXPECT_EQ(rail_.split(), 8);
    wheel(-60);
    EXPECT_EQ(rail_.split(), 7);
}

TEST_F(ScaleRailTest, SettersStayQuietAndClamp) {
    rail_.setSplit(99);
    EXPECT_EQ(rail_.split(), 10);
    rail_.setSplit(-1);
    EXPECT_EQ(rail_.split(), 0);
    rail_.setSelected(50);
    EXPECT_EQ(rail_.selected(), -1);
    EXPECT_EQ(moved_.size() + chosen_.size() + clicked_.size(), 0);
}

TEST_F(ScaleRailTest, AssistiveTechnologySeesASlider) {
    QAccessibleInterface* seen = QAccessible::queryAccessibleInterface(&rail_);
    ASSERT_NE(seen, nullptr);
    EXPECT_EQ(seen->role(), QAccessible::Slider);
    EXPECT_FALSE(seen->text(QAccessible::Name).isEmpty());
    EXPECT_EQ(seen->text(QAccessible::Value), "8");
    ASSERT_NE(seen->valueInterface(), nullptr);
    EXPECT_EQ(seen->valueInterface()->maximumValue().toInt(), 10);
    seen->valueInterface()->setCurrentValue(6);
    EXPECT_EQ(rail_.split(), 6);
    EXPECT_EQ(chosen_.size(), 1);
    rail_.setPredictionText("0.41 s");
    const QString words = rail_.accessibleDescription();
    EXPECT_TRUE(words.contains("N = 6") && words.contains("0.41 s")) << words.toStdString();
}

TEST_F(ScaleRailTest, TileAtWorkMovesAndRestsAgain) {
    auto tiles = tenTiles();
    tiles[4].working = true;
    tiles[4].done = false;
    rail_.setTiles(tiles);
    const QImage before = rail_.grab(rail_.tileRect(4)).toImage();
    EXPECT_TRUE(QTest::qWaitFor([&] { return rail_.grab(rail_.tileRect(4)).toImage() != before; }));
    rail_.setTiles(tenTiles());
    const QImage rest = rail_.grab().toImage();
    QTest::qWait(150);
    EXPECT_EQ(rail_.grab().toImage(), rest);
}

TEST_F(ScaleRailTest, ToolTipTellsTheTile) {
    auto tiles = tenTiles();
    tiles[8].entry = true;
    tiles[8].model = ModelRole::Refiner;
    rail_.setTiles(tiles);
    const QPoint at = rail_.tileRect(8).center();
    QHelpEvent help(QEvent::ToolTip, at, rail_.mapToGlobal(at));
    QApplication::sendEvent(&rail_, &help);
    const QString tip = QToolTip::text();
    EXPECT_TRUE(tip.contains("169") && tip.contains("Refiner")) << tip.toStdString();
    QToolTip::hideText();
}

TEST_F(ScaleRailTest, MarksSplitsThatAPairIsTunedFor) {
    const QImage before = rail_.grab().toImage();
    rail_.setSpecialised({6, 8, 99});
    EXPECT_NE(rail_.grab().toImage(), before);
    const QRect mark = rail_.markRect(6);
    EXPECT_LT(std::abs(mark.center().x() - edge(6).x()), 3);
    EXPECT_TRUE(rail_.dividerRect().contains(rail_.markRect(8))) << "the current split";
    EXPECT_TRUE(rail_.markRect(7).isNull());
    EXPECT_TRUE(rail_.markRect(99).isNull());
    EXPECT_TRUE(rail_.accessibleDescription().contains("6, 8")) << "99 is not a split here";
    EXPECT_FALSE(rail_.accessibleDescription().contains("99"));

    QHelpEvent help(QEvent::ToolTip, mark.center(), rail_.mapToGlobal(mark.center()));
    QApplication::sendEvent(&rail_, &help);
    EXPECT_EQ(QToolTip::text(), "A pair tuned for N = 6 is available");
    QToolTip::hideText();
    rail_.setSpecialised({});
    EXPECT_EQ(rail_.grab().toImage(), before);
}

TEST_F(ScaleRailTest, EmptyRailIsHarmless) {
    rail_.setTiles({});
    EXPECT_EQ(rail_.split(), 0);
    rail_.grab();
    QTest::mouseClick(&rail_, Qt::LeftButton, {}, {100, 10});
    for (const char key : std::string("5")) QTest::keyClick(&rail_, key);
    QTest::keyClick(&rail_, Qt::Key_Right);
    EXPECT_EQ(rail_.split(), 0);
    EXPECT_EQ(moved_.size(), 0);
}

}  // namespace
}  // namespace duo::ui
