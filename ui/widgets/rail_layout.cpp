#include "widgets/rail_layout.h"

#include <QFontMetrics>
#include <QWidget>
#include <algorithm>

#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kMarkSide = 8;  // of a diamond

}  // namespace

RailLayout::RailLayout(const RailState& state, const QWidget& rail)
    : state_(state), font_(rail.font()), width_(rail.width()) {
    const int count = state.count();
    const QFontMetrics usual(rail.font()), small(theme::small(rail.font()));
    bandHeight = usual.height() + 6;
    textHeight = usual.height() + 2 * small.height() + 2;
    top = bandHeight + kGap;
    const int room = rail.width() - 2 * kInset - std::max(count - 1, 0) * kGap;
    const int across = room / std::max(count, 1);
    const int down = std::max(rail.height() - top - kStripe - textHeight, 16);
    side = std::max(std::min(across, down), 1);
    // If the height limits the pictures, the texts below still use some of the width.
    tileWidth = std::max(std::min(across, side * 3 / 2), 1);
    height = kStripe + side + textHeight;
    left = (rail.width() - count * tileWidth - std::max(count - 1, 0) * kGap) / 2;
}

int RailLayout::edgeX(int split) const {
    return left + split * (tileWidth + kGap) - kGap / 2;
}

QRect RailLayout::tile(int scale) const {
    return {left + scale * (tileWidth + kGap), top, tileWidth, height};
}

QRect RailLayout::picture(int scale) const {
    const QRect area = tile(scale);
    return {area.left() + (tileWidth - side) / 2, area.top() + kStripe, side, side};
}

QRect RailLayout::divider() const {
    QFont bold = font_;
    bold.setBold(true);
    const int mark = state_.isSpecialised(state_.split) ? kMarkSide + theme::kGap / 2 : 0;
    const int width = QFontMetrics(bold).horizontalAdvance(state_.splitText()) + 36 + mark;
    const int x = edgeX(state_.split);
    QRect handle(x - width / 2, 0, width, bandHeight);
    if (handle.right() >= width_) handle.moveRight(width_ - 1);
    if (handle.left() < 0) handle.moveLeft(0);
    return handle;
}

// For the current split: on the divider's handle, left of its text.
QRect RailLayout::mark(int split) const {
    if (!state_.isSpecialised(split)) return {};
    QRect diamond(0, 0, kMarkSide, kMarkSide);
    diamond.moveCenter({edgeX(split), bandHeight / 2});
    if (split == state_.split) diamond.moveLeft(divider().left() + 16);
    return diamond;
}

}  // namespace duo::ui
