#include "widgets/canvas_view.h"

#include <algorithm>

namespace duo::ui {

void CanvasView::fit() {
    if (fits()) return;
    zoom_ = 0;
    center_ = {0.5, 0.5};
    emit changed();
}

void CanvasView::setZoom(double zoom, QPointF center) {
    const double clamped = zoom <= 0 ? 0 : std::clamp(zoom, kMinZoom, kMaxZoom);
    if (clamped == 0) return fit();
    const QPointF inside(std::clamp(center.x(), 0.0, 1.0), std::clamp(center.y(), 0.0, 1.0));
    if (clamped == zoom_ && inside == center_) return;
    zoom_ = clamped;
    center_ = inside;
    emit changed();
}

}  // namespace duo::ui
