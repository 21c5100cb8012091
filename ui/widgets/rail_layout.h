// Where the parts of a scale rail are at its widget's size and font.
#pragma once

#include <QFont>
#include <QRect>

#include "widgets/rail_state.h"

class QWidget;

namespace duo::ui {

class RailLayout {
  public:
    // state outlives this.
    RailLayout(const RailState& state, const QWidget& rail);

    int edgeX(int split) const;  // the middle of the gap before tile `split`
    QRect tile(int scale) const;
    QRect picture(int scale) const;  // the square in a tile
    QRect divider() const;           // its handle
    QRect mark(int split) const;     // of a tuned pair's diamond; null if there is none

    static constexpr int kGap = 6;     // between tiles; holds the divider
    static constexpr int kInset = 5;   // at both ends, for the divider at 0 and K
    static constexpr int kStripe = 3;  // of the model's colour, over each picture
    static constexpr int kMinSide = 40, kLowSide = 46, kUsualSide = 88;

    int left, tileWidth, side;
    int bandHeight, textHeight, top;  // top: of the tiles
    int height;

  private:
    const RailState& state_;
    QFont font_;
    int width_;
};

}  // namespace duo::ui
