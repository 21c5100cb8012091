// Geometry of the rail at its current size. Internal to the rail's sources.
#pragma once

#include "widgets/scale_rail.h"

namespace duo::ui {

struct ScaleRail::Places {
    explicit Places(const ScaleRail& rail);

    int edgeX(int split) const;  // the middle of the gap before tile `split`
    QRect tile(int scale) const;
    QRect picture(int scale) const;  // the square in a tile

    static constexpr int kGap = 6;     // between tiles; holds the divider
    static constexpr int kInset = 5;   // at both ends, for the divider at 0 and K
    static constexpr int kStripe = 3;  // of the model's colour, over each picture
    static constexpr int kMinSide = 40, kLowSide = 46, kUsualSide = 88;

    int count, left, tileWidth, side;
    int bandHeight, textHeight, top;  // top: of the tiles
    int height;
};

// The first variant that fits the width; otherwise the last one, elided.
QString fittingText(const QFontMetrics& metrics, int width, const QStringList& variants);
// "12.3 ms", "140 ms", "1.52 s".
QString durationText(double ms);

// Lets assistive technology read and set the split as a slider.
void installRailAccessibility();

}  // namespace duo::ui
