#include "widgets/image_canvas.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "widgets/canvas_marks.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr double kKeyZoom = 1.25, kWheelZoom = 1.2;  // per key, per notch of the wheel
constexpr double kWipeStep = 0.02;                   // per key
constexpr double kGrip = 10;                         // on each side of the wipe line

}  // namespace

ImageCanvas::ImageCanvas(CanvasView* view, QWidget* parent)
    : QWidget(parent), view_(view != nullptr ? view : new CanvasView(this)) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Picture"));
    setAccessibleDescription(tr("Plus and minus zoom, 0 fits, 1 shows actual size, arrows move"));
    connect(view_, &CanvasView::changed, this, qOverload<>(&QWidget::update));
}

void ImageCanvas::setImage(const QImage& image) {
    image_ = image;
    scaledImage_ = {};
    update();
}

void ImageCanvas::setEmptyText(const QString& title, const QString& hint) {
    emptyTitle_ = title;
    emptyHint_ = hint;
    update();
}

void ImageCanvas::setCaption(const QString& caption) {
    caption_ = caption;
    update();
}

void ImageCanvas::setWipe(const QImage& other, const QString& leftCaption,
                          const QString& rightCaption) {
    other_ = other;
    scaledOther_ = {};
    leftCaption_ = leftCaption;
    rightCaption_ = rightCaption;
    if (other_.isNull()) unsetCursor();
    update();
}

void ImageCanvas::setWipePosition(double position) {
    wipe_ = std::clamp(position, 0.0, 1.0);
    update();
}

void ImageCanvas::setGrid(int side) {
    grid_ = std::max(side, 0);
    hoveredCell_ = {-1, -1};
    update();
}

QSize ImageCanvas::sizeHint() const {
    return {512, 512};
}

QSize ImageCanvas::minimumSizeHint() const {
    return {80, 80};
}

// ---- Where things lie --------------------------------------------------------------------------

double ImageCanvas::shownZoom() const {
    if (image_.isNull()) return 0;
    if (!view_->fits()) return view_->zoom();
    const double room = 2 * theme::kGap;
    const double scale =
        std::min((width() - room) / image_.width(), (height() - room) / image_.height());
    return std::max(scale, 0.001) * devicePixelRatioF();
}

QRectF ImageCanvas::target() const {
    if (image_.isNull()) return {};
    const double ratio = devicePixelRatioF(), scale = shownZoom() / ratio;
    const QSizeF size = QSizeF(image_.size()) * scale;
    const QPointF center = view_->center();
    const QPointF corner =
        QRectF(rect()).center() - QPointF(center.x() * size.width(), center.y() * size.height());
    // On whole device pixels, so that at 100 % each picture pixel is one screen pixel.
    return QRectF(QPointF(std::round(corner.x() * ratio), std::round(corner.y() * ratio)) / ratio,
                  size);
}

QPointF ImageCanvas::pictureAt(QPointF position) const {
    const QRectF area = target();
    if (area.isEmpty()) return {-1, -1};
    return {(position.x() - area.left()) / area.width(),
            (position.y() - area.top()) / area.height()};
}

QPoint ImageCanvas::cellAt(QPointF position) const {
    const QPointF at = pictureAt(position);
    if (at.x() < 0 || at.y() < 0 || at.x() >= 1 || at.y() >= 1) return {-1, -1};
    const QSize cells = grid_ > 0 ? QSize(grid_, grid_) : image_.size();
    return {static_cast<int>(at.x() * cells.width()), static_cast<int>(at.y() * cells.height())};
}

QRectF ImageCanvas::inSight() const {
    return target() & QRectF(rect());
}

double ImageCanvas::wipeX() const {
    const QRectF area = inSight();
    return area.left() + wipe_ * area.width();
}

bool ImageCanvas::isOverWipe(QPointF position) const {
    return !other_.isNull() && !image_.isNull() && std::abs(position.x() - wipeX()) <= kGrip;
}

// ---- Zoom and pan ------------------------------------------------------------------------------

void ImageCanvas::fit() {
    view_->fit();
}

void ImageCanvas::actualSize() {
    view_->setZoom(1, view_->center());
}

void ImageCanvas::zoomBy(double factor) {
    zoomAround(QRectF(rect()).center(), factor);
}

// Keeps the point of the picture under position in place.
void ImageCanvas::zoomAround(QPointF position, double factor) {
    if (image_.isNull()) return;
    const double zoom =
        std::clamp(shownZoom() * factor, CanvasView::kMinZoom, CanvasView::kMaxZoom);
    const QPointF still = pictureAt(position), away = position - QRectF(rect()).center();
    const double scale = zoom / devicePixelRatioF();
    view_->setZoom(zoom, still - QPointF(away.x() / (scale * image_.width()),
                                         away.y() / (scale * image_.height())));
}

void ImageCanvas::pan(QPointF by) {
    if (image_.isNull() || view_->fits()) return;
    const QRectF area = target();
    view_->setZoom(view_->zoom(),
                   view_->center() - QPointF(by.x() / area.width(), by.y() / area.height()));
}

void ImageCanvas::wheelEvent(QWheelEvent* event) {
    const double notches = event->angleDelta().y() / 120.0;
    if (notches == 0 || image_.isNull()) return event->ignore();
    zoomAround(event->position(), std::pow(kWheelZoom, notches));
    hoverAt(event->position());
    event->accept();
}

void ImageCanvas::keyPressEvent(QKeyEvent* event) {
    const double step = event->modifiers() & Qt::ShiftModifier ? 8 : 48;
    const bool back = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    const bool on = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    if ((back || on) && (view_->fits() || QRectF(rect()).contains(target())))
        return emit walked(back ? -1 : 1);
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoomBy(kKeyZoom);
        case Qt::Key_Minus:
        case Qt::Key_Underscore:
            return zoomBy(1 / kKeyZoom);
        case Qt::Key_0:
            return fit();
        case Qt::Key_1:
            return actualSize();
        case Qt::Key_Left:
            return pan({step, 0});
        case Qt::Key_Right:
            return pan({-step, 0});
        case Qt::Key_Up:
            return pan({0, step});
        case Qt::Key_Down:
            return pan({0, -step});
        case Qt::Key_BracketLeft:
            return setWipePosition(wipe_ - kWipeStep);
        case Qt::Key_BracketRight:
            return setWipePosition(wipe_ + kWipeStep);
        default:
            QWidget::keyPressEvent(event);
    }
}

// ---- Mouse -------------------------------------------------------------------------------------

void ImageCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) return;
    pressed_ = event->button() == Qt::LeftButton;
    pressedAt_ = dragFrom_ = event->position();
    wiping_ = pressed_ && isOverWipe(event->position());
    dragging_ = event->button() == Qt::MiddleButton;
}

void ImageCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF position = event->position();
    if (wiping_) {
        const QRectF area = inSight();
        setWipePosition((position.x() - area.left()) / std::max(area.width(), 1.0));
        return;
    }
    const double moved = (position - pressedAt_).manhattanLength();
    if (pressed_ && moved >= QApplication::startDragDistance()) dragging_ = true;
    if (dragging_) {
        if (!view_->fits()) setCursor(Qt::ClosedHandCursor);
        pan(position - dragFrom_);
        dragFrom_ = position;
    } else if (isOverWipe(position)) {
        setCursor(Qt::SplitHCursor);
    } else {
        unsetCursor();
    }
    hoverAt(position);
}

void ImageCanvas::mouseReleaseEvent(QMouseEvent* event) {
    const bool click = pressed_ && !dragging_ && !wiping_;
    pressed_ = dragging_ = wiping_ = false;
    unsetCursor();
    const QPoint cell = image_.isNull() ? QPoint(-1, -1) : cellAt(event->position());
    if (click && cell.x() >= 0) emit clicked(cell);
}

void ImageCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || image_.isNull()) return;
    if (isOverWipe(event->position())) return setWipePosition(0.5);
    if (view_->fits()) {
        zoomAround(event->position(), 1 / shownZoom());
    } else {
        fit();
    }
}

void ImageCanvas::hoverAt(QPointF position) {
    if (image_.isNull()) return;
    const QPoint cell = cellAt(position);
    if (grid_ > 0 && cell != hoveredCell_) update();
    hoveredCell_ = cell;
    if (cell.x() < 0) {
        emit hovered(cell, {});
        return;
    }
    const QImage& under = !other_.isNull() && position.x() > wipeX() ? other_ : image_;
    const QPointF at = pictureAt(position);
    emit hovered(cell, under.pixelColor(static_cast<int>(at.x() * under.width()),
                                        static_cast<int>(at.y() * under.height())));
}

void ImageCanvas::leaveEvent(QEvent* event) {
    hoveredCell_ = {-1, -1};
    update();
    emit hovered(hoveredCell_, {});
    QWidget::leaveEvent(event);
}

void ImageCanvas::contextMenuEvent(QContextMenuEvent* event) {
    emit contextMenuAt(event->globalPos());
}

// Only keyboard users need the focus ring.
void ImageCanvas::focusInEvent(QFocusEvent* event) {
    ring_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
            event->reason() == Qt::ShortcutFocusReason;
    QWidget::focusInEvent(event);
}

// ---- Drawing -----------------------------------------------------------------------------------

void ImageCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme::canvas());
    if (image_.isNull()) {
        paintEmptyText(painter, *this, emptyTitle_, emptyHint_);
    } else {
        drawPicture(painter, image_, scaledImage_);
        if (!other_.isNull()) drawWipe(painter);
        if (grid_ > 0) paintCellGrid(painter, target(), inSight(), grid_, hoveredCell_);
        drawCaptions(painter);
    }
    if (hasFocus() && ring_) {
        painter.setPen(QPen(theme::focus(), 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

// scaled: cached reduction of image for zoom below 100 %.
void ImageCanvas::drawPicture(QPainter& painter, const QImage& image, QImage& scaled) const {
    const QRectF area = target(), seen = inSight();
    if (seen.isEmpty()) return;
    const double ratio = devicePixelRatioF();
    if (area.width() * ratio < image.width()) {
        const QSize size = (area.size() * ratio).toSize().expandedTo({1, 1});
        if (scaled.size() != size) {
            scaled = image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        }
        painter.drawImage(QRectF(area.topLeft(), QSizeF(size) / ratio), scaled);
        return;
    }
    // Whole picture pixels around the visible part, which keeps coordinates small at any zoom.
    const double sx = area.width() / image.width(), sy = area.height() / image.height();
    const QRectF part((seen.left() - area.left()) / sx, (seen.top() - area.top()) / sy,
                      seen.width() / sx, seen.height() / sy);
    const QRect source = part.toAlignedRect() & image.rect();
    painter.drawImage(QRectF(area.left() + source.x() * sx, area.top() + source.y() * sy,
                             source.width() * sx, source.height() * sy),
                      image, source);
}

void ImageCanvas::drawWipe(QPainter& painter) const {
    const QRectF seen = inSight();
    const double x = std::round(wipeX());
    painter.save();
    painter.setClipRect(QRectF(x, seen.top(), seen.right() - x, seen.height()));
    painter.fillRect(rect(), theme::canvas());
    drawPicture(painter, other_, scaledOther_);
    painter.restore();
    paintWipeLine(painter, x, seen);
}

void ImageCanvas::drawCaptions(QPainter& painter) const {
    const QRectF seen = inSight();
    if (other_.isNull()) {
        QRectF room = seen;  // a small picture leaves room around it
        room.setRight(std::max(seen.right(), static_cast<double>(rect().right())));
        return paintCaption(painter, room, caption_, Qt::AlignLeft);
    }
    QRectF left = seen, right = seen;
    left.setRight(wipeX());
    right.setLeft(wipeX());
    paintCaption(painter, left, leftCaption_, Qt::AlignLeft);
    paintCaption(painter, right, rightCaption_, Qt::AlignRight);
}

}  // namespace duo::ui
