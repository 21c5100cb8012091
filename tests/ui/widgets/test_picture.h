// Computed pictures for tests and screenshots.
#pragma once

#include <QColor>
#include <QImage>
#include <cmath>

namespace duo::ui {

// A sun over hills. side: resolution of the details, drawn on pixels × pixels.
inline QImage testPicture(int side, int pixels = 64) {
    QImage picture(pixels, pixels, QImage::Format_RGB32);
    for (int y = 0; y < pixels; ++y) {
        for (int x = 0; x < pixels; ++x) {
            const double u = (x * side / pixels + 0.5) / side, v = (y * side / pixels + 0.5) / side;
            const double hill = 0.62 + 0.09 * std::sin(7 * u) + 0.03 * std::sin(23 * u + 1);
            const bool sun = std::hypot(u - 0.68, v - 0.3) < 0.14;
            const double sky = 0.58 - 0.06 * v, light = 0.65 + 0.3 * v;
            const QColor color = sun        ? QColor::fromHsvF(0.12F, 0.55F, 1.0F)
                                 : v > hill ? QColor::fromHsvF(0.3F, 0.55F, float(1.15 - 0.8 * v))
                                            : QColor::fromHsvF(float(sky), 0.45F, float(light));
            picture.setPixelColor(x, y, color);
        }
    }
    return picture;
}

}  // namespace duo::ui
