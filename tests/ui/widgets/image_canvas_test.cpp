#include "widgets/image_canvas.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "test_picture.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

class ImageCanvasTest : public testing::Test {
  protected:
    void SetUp() override {
        theme::apply(*qApp, ThemeKind::Dark);
        canvas_.resize(400, 300);
        canvas_.setImage(testPicture(16, 64));
        canvas_.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&canvas_));
    }

    void wheel(QPointF at, int angle) {
        QWheelEvent event(at, canvas_.mapToGlobal(at), {}, {0, angle}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&canvas_, &event);
    }
    QColor shownAt(QPointF at) {
        const QImage seen = canvas_.grab().toImage();
        return seen.pixelColor((at * seen.devicePixelRatio()).toPoint());
    }
    // The middle of a picture pixel in widget coordinates.
    QPointF pixelAt(int x, int y) const {
        const QRectF area = canvas_.pictureRect();
        return {area.left() + (x + 0.5) * area.width() / canvas_.image().width(),
                area.top() + (y + 0.5) * area.height() / canvas_.image().height()};
    }

    ImageCanvas canvas_;
};

TEST_F(ImageCanvasTest, FitsAtFirstCentredAndWhole) {
    const QRectF area = canvas_.pictureRect();
    EXPECT_TRUE(canvas_.view()->fits());
    EXPECT_NEAR(area.center().x(), 200, 1);
    EXPECT_NEAR(area.center().y(), 150, 1);
    EXPECT_TRUE(QRectF(canvas_.rect()).contains(area));
    EXPECT_NEAR(area.width(), area.height(), 1e-9);
    EXPECT_GT(area.height(), 260);
}

TEST_F(ImageCanvasTest, ActualSizeShowsEveryPixelOnce) {
    QTest::keyClick(&canvas_, Qt::Key_1);
    EXPECT_EQ(canvas_.shownZoom(), 1);
    const QRectF area = canvas_.pictureRect();
    EXPECT_EQ(area.size() * canvas_.devicePixelRatioF(), QSizeF(64, 64));
    const QImage seen = canvas_.grab(area.toRect()).toImage().convertToFormat(QImage::Format_RGB32);
    for (const QPoint at : {QPoint(30, 5), QPoint(43, 19), QPoint(31, 40), QPoint(5, 60)}) {
        EXPECT_EQ(seen.pixelColor(at), canvas_.image().pixelColor(at));
    }
}

TEST_F(ImageCanvasTest, EnlargesToNearestNeighbours) {
    QImage two(2, 1, QImage::Format_RGB32);
    two.setPixelColor(0, 0, Qt::red);
    two.setPixelColor(1, 0, Qt::blue);
    canvas_.setImage(two);
    const QRectF area = canvas_.pictureRect();
    EXPECT_EQ(shownAt({area.center().x() - 2, area.center().y()}), QColor(Qt::red));
    EXPECT_EQ(shownAt({area.center().x() + 2, area.center().y()}), QColor(Qt::blue));
}

TEST_F(ImageCanvasTest, ShrinksByAreas) {
    QImage stripes(800, 800, QImage::Format_RGB32);
    for (int x = 0; x < 800; ++x) {
        for (int y = 0; y < 800; ++y) stripes.setPixelColor(x, y, x % 2 ? Qt::white : Qt::black);
    }
    canvas_.setImage(stripes);
    EXPECT_LT(canvas_.shownZoom(), 1);
    const int grey = qGray(shownAt(canvas_.pictureRect().center()).rgb());
    EXPECT_GT(grey, 60);
    EXPECT_LT(grey, 200);
}

TEST_F(ImageCanvasTest, WheelZoomsAtTheCursor) {
    QSignalSpy hovered(&canvas_, &ImageCanvas::hovered);
    const QPointF at = pixelAt(20, 40);
    const double before = canvas_.shownZoom();
    wheel(at, 240);
    EXPECT_GT(canvas_.shownZoom(), before);
    EXPECT_NEAR(pixelAt(20, 40).x(), at.x(), 1.5);
    EXPECT_NEAR(pixelAt(20, 40).y(), at.y(), 1.5);
    ASSERT_EQ(hovered.size(), 1);
    EXPECT_EQ(hovered[0][0].toPoint(), QPoint(20, 40));
    QTest::keyClick(&canvas_, Qt::Key_0);
    EXPECT_TRUE(canvas_.view()->fits());
}

TEST_F(ImageCanvasTest, ZoomHasLimits) {
    for (int i = 0; i < 60; ++i) QTest::keyClick(&canvas_, Qt::Key_Plus);
    EXPECT_EQ(canvas_.shownZoom(), CanvasView::kMaxZoom);
    canvas_.grab();
    for (int i = 0; i < 120; ++i) QTest::keyClick(&canvas_, Qt::Key_Minus);
    EXPECT_EQ(canvas_.shownZoom(), CanvasView::kMinZoom);
    canvas_.grab();
}

TEST_F(ImageCanvasTest, DragPansAndArrowsToo) {
    canvas_.view()->setZoom(20, {0.5, 0.5});
    QSignalSpy clicked(&canvas_, &ImageCanvas::clicked);
    const QPointF before = pixelAt(32, 32);
    QTest::mousePress(&canvas_, Qt::LeftButton, {}, {200, 150});
    QTest::mouseMove(&canvas_, {240, 170});
    QTest::mouseRelease(&canvas_, Qt::LeftButton, {}, {240, 170});
    EXPECT_NEAR(pixelAt(32, 32).x() - before.x(), 40, 1.5);
    EXPECT_NEAR(pixelAt(32, 32).y() - before.y(), 20, 1.5);
    EXPECT_EQ(clicked.size(), 0);
    const double x = pixelAt(32, 32).x();
    QTest::keyClick(&canvas_, Qt::Key_Right);
    EXPECT_LT(pixelAt(32, 32).x(), x - 10);
    for (int i = 0; i < 100; ++i) QTest::keyClick(&canvas_, Qt::Key_Right);
    EXPECT_EQ(canvas_.view()->center().x(), 1) << "part of the picture stays visible";
}

TEST_F(ImageCanvasTest, DoubleClickSwitchesBetweenFitAndActualSize) {
    QTest::mouseDClick(&canvas_, Qt::LeftButton, {}, {200, 150});
    EXPECT_EQ(canvas_.shownZoom(), 1);
    QTest::mouseDClick(&canvas_, Qt::LeftButton, {}, {200, 150});
    EXPECT_TRUE(canvas_.view()->fits());
}

TEST_F(ImageCanvasTest, TellsThePixelUnderTheCursor) {
    QSignalSpy hovered(&canvas_, &ImageCanvas::hovered);
    QSignalSpy clicked(&canvas_, &ImageCanvas::clicked);
    QTest::mouseMove(&canvas_, pixelAt(7, 50).toPoint());
    ASSERT_EQ(hovered.size(), 1);
    EXPECT_EQ(hovered[0][0].toPoint(), QPoint(7, 50));
    EXPECT_EQ(hovered[0][1].value<QColor>(), canvas_.image().pixelColor(7, 50));
    QTest::mouseMove(&canvas_, {3, 3});
    EXPECT_EQ(hovered.last()[0].toPoint(), QPoint(-1, -1));
    QTest::mouseClick(&canvas_, Qt::LeftButton, {}, pixelAt(7, 50).toPoint());
    ASSERT_EQ(clicked.size(), 1);
    EXPECT_EQ(clicked[0][0].toPoint(), QPoint(7, 50));
    QTest::mouseClick(&canvas_, Qt::LeftButton, {}, {3, 3});
    EXPECT_EQ(clicked.size(), 1) << "clicks outside the picture do nothing";
}

TEST_F(ImageCanvasTest, GridTellsCells) {
    canvas_.setGrid(4);
    QSignalSpy hovered(&canvas_, &ImageCanvas::hovered);
    QTest::mouseMove(&canvas_, pixelAt(63, 17).toPoint());
    ASSERT_EQ(hovered.size(), 1);
    EXPECT_EQ(hovered[0][0].toPoint(), QPoint(3, 1));
    EXPECT_EQ(hovered[0][1].value<QColor>(), canvas_.image().pixelColor(63, 17));
}

TEST_F(ImageCanvasTest, WipesByMouseAndKeys) {
    QImage red(64, 64, QImage::Format_RGB32), green(64, 64, QImage::Format_RGB32);
    red.fill(Qt::red);
    green.fill(Qt::green);
    canvas_.setImage(red);
    canvas_.setWipe(green, "left", "right");
    const QPointF middle = canvas_.pictureRect().center();
    const double quarter = canvas_.pictureRect().width() / 4;
    const QPointF left = middle - QPointF(quarter / 2, 40),
                  right = middle + QPointF(quarter / 2, 40);
    EXPECT_EQ(shownAt(left), QColor(Qt::red));
    EXPECT_EQ(shownAt(right), QColor(Qt::green));
    QTest::mousePress(&canvas_, Qt::LeftButton, {}, middle.toPoint());
    QTest::mouseMove(&canvas_, (middle + QPointF(quarter, 0)).toPoint());
    QTest::mouseRelease(&canvas_, Qt::LeftButton, {}, (middle + QPointF(quarter, 0)).toPoint());
    EXPECT_NEAR(canvas_.wipePosition(), 0.75, 0.01);
    EXPECT_EQ(shownAt(right), QColor(Qt::red));
    const double before = canvas_.wipePosition();
    QTest::keyClick(&canvas_, Qt::Key_BracketLeft);
    EXPECT_LT(canvas_.wipePosition(), before);
    canvas_.setWipe({}, {}, {});
    EXPECT_EQ(shownAt(canvas_.pictureRect().center() + QPointF(1.8 * quarter, 0)), QColor(Qt::red));
}

TEST_F(ImageCanvasTest, SharedViewMovesBoth) {
    ImageCanvas other(canvas_.view());
    other.resize(200, 200);
    other.setImage(testPicture(16, 64));
    canvas_.view()->setZoom(12, {0.25, 0.75});
    EXPECT_EQ(other.shownZoom(), 12);
    const QRectF area = other.pictureRect();
    EXPECT_NEAR(area.left() + 0.25 * area.width(), 100, 1);
    EXPECT_NEAR(area.top() + 0.75 * area.height(), 100, 1);
}

TEST_F(ImageCanvasTest, EmptyCanvasTakesEverythingCalmly) {
    canvas_.setImage({});
    canvas_.setEmptyText("Nothing yet", "Press Generate");
    QSignalSpy hovered(&canvas_, &ImageCanvas::hovered);
    QTest::mouseMove(&canvas_, {100, 100});
    QTest::mouseDClick(&canvas_, Qt::LeftButton, {}, {100, 100});
    wheel({100, 100}, 120);
    for (const int key : {Qt::Key_Plus, Qt::Key_Left, Qt::Key_0})
        QTest::keyClick(&canvas_, Qt::Key(key));
    EXPECT_EQ(hovered.size(), 0);
    EXPECT_EQ(canvas_.shownZoom(), 0);
    EXPECT_FALSE(canvas_.accessibleName().isEmpty());
}

}  // namespace
}  // namespace duo::ui
