// At 100 % every picture pixel is one pixel of the screen, also at fractional scales of the
// desktop. CMakeLists.txt runs these tests again at 1.25, 1.5 and 2.
#include <gtest/gtest.h>

#include <QRandomGenerator>
#include <QTest>

#include "widgets/image_canvas.h"

namespace duo::ui {
namespace {

// Every pixel differs from its neighbours, so that a shift or a blend of any kind shows.
QImage noise(int side) {
    QImage image(side, side, QImage::Format_RGB32);
    QRandomGenerator random(7);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) image.setPixel(x, y, 0xff000000U | random.generate());
    }
    return image;
}

TEST(PixelExact, ActualSizeShowsEveryPixelOnce) {
    ImageCanvas canvas;
    const QImage picture = noise(128);
    canvas.setImage(picture);
    // Odd sizes, so that the middle lies between pixels.
    for (const QSize size : {QSize(301, 257), QSize(300, 256), QSize(333, 299)}) {
        canvas.resize(size);
        canvas.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&canvas));
        canvas.actualSize();
        EXPECT_DOUBLE_EQ(canvas.shownZoom(), 1);
        QImage seen = canvas.grab().toImage().convertToFormat(QImage::Format_RGB32);
        const double ratio = canvas.devicePixelRatioF();
        EXPECT_DOUBLE_EQ(ratio, qEnvironmentVariable("QT_SCALE_FACTOR", "1").toDouble());
        seen.setDevicePixelRatio(1);
        const QPointF corner = canvas.pictureRect().topLeft() * ratio;
        const QPoint first = corner.toPoint();
        EXPECT_NEAR(corner.x(), first.x(), 1e-6);
        const QImage part = seen.copy(QRect(first, picture.size()));
        EXPECT_EQ(part, picture) << size.width() << " wide, ratio " << ratio;
    }
}

TEST(PixelExact, WholeEnlargementsShowEveryPixelAsASquare) {
    ImageCanvas canvas;
    const QImage picture = noise(32);
    canvas.setImage(picture);
    canvas.resize(301, 257);
    canvas.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&canvas));
    canvas.actualSize();
    canvas.zoomBy(3);
    ASSERT_DOUBLE_EQ(canvas.shownZoom(), 3);
    QImage seen = canvas.grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QPoint first = (canvas.pictureRect().topLeft() * canvas.devicePixelRatioF()).toPoint();
    seen.setDevicePixelRatio(1);
    EXPECT_EQ(seen.copy(QRect(first, picture.size() * 3)),
              picture.scaled(picture.size() * 3, Qt::IgnoreAspectRatio, Qt::FastTransformation));
}

}  // namespace
}  // namespace duo::ui
