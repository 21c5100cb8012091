// Draws the visible part of the picture: pixel by pixel above 100 %, area-averaged below.
#include <QPainter>

#include "widgets/image_canvas.h"
#include "widgets/label_painter.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr double kCaptionInset = 8;
constexpr double kHandle = 11;  // radius

void drawCaption(QPainter& painter, const QRectF& area, const QString& text, Qt::Alignment side) {
    if (text.isEmpty() || area.width() < 24) return;
    QRectF label = labelRect(painter.font(), text);
    label.setWidth(std::min(label.width(), area.width() - 2 * kCaptionInset));
    if (label.width() < 24) return;
    label.moveTop(area.top() + kCaptionInset);
    if (side == Qt::AlignLeft) label.moveLeft(area.left() + kCaptionInset);
    if (side == Qt::AlignRight) label.moveRight(area.right() - kCaptionInset);
    drawLabel(painter, label, text, {theme::overlay(), theme::onOverlay()});
}

}  // namespace

void ImageCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme::canvas());
    if (image_.isNull()) {
        drawEmpty(painter);
    } else {
        drawPicture(painter, image_, scaledImage_);
        if (!other_.isNull()) drawWipe(painter);
        if (grid_ > 0) drawGrid(painter);
        drawCaptions(painter);
    }
    if (hasFocus() && ring_) {
        painter.setPen(QPen(theme::focus(), 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void ImageCanvas::drawEmpty(QPainter& painter) const {
    const int inset = 2 * theme::kInset;
    const QRect room = rect().adjusted(inset, inset, -inset, -inset);
    QFont title = font();
    title.setPointSizeF(title.pointSizeF() * 1.35);
    title.setWeight(QFont::DemiBold);
    constexpr int kFlags = Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap;
    const QRect titleArea = QFontMetrics(title).boundingRect(room, kFlags, emptyTitle_);
    const QRect hintArea = fontMetrics().boundingRect(room, kFlags, emptyHint_);
    const int height = titleArea.height() + theme::kGap + hintArea.height();
    QRect line = room;
    line.setTop(room.top() + std::max(0, (room.height() - height) / 2));
    painter.setFont(title);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(line, kFlags, emptyTitle_);
    line.setTop(line.top() + titleArea.height() + theme::kGap);
    painter.setFont(font());
    painter.setPen(theme::mixed(theme::subtle(), palette().color(QPalette::WindowText), 0.25));
    painter.drawText(line, kFlags, emptyHint_);
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

void ImageCanvas::drawGrid(QPainter& painter) const {
    const QRectF area = target(), seen = inSight();
    const double cell = area.width() / grid_, cellHeight = area.height() / grid_;
    QColor line = theme::onOverlay();
    line.setAlpha(cell < 6 ? 30 : 70);
    painter.setPen(QPen(line, 1));
    for (int i = 0; i <= grid_; ++i) {
        const double x = area.left() + i * cell, y = area.top() + i * cellHeight;
        if (x >= seen.left() && x <= seen.right()) {
            painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()));
        }
        if (y >= seen.top() && y <= seen.bottom()) {
            painter.drawLine(QPointF(seen.left(), y), QPointF(seen.right(), y));
        }
    }
    if (hoveredCell_.x() < 0) return;
    const QRectF hovered(area.left() + hoveredCell_.x() * cell,
                         area.top() + hoveredCell_.y() * cellHeight, cell, cellHeight);
    painter.setPen(QPen(theme::overlay(), 4));
    painter.drawRect(hovered);
    painter.setPen(QPen(theme::onOverlay(), 2));
    painter.drawRect(hovered);
}

void ImageCanvas::drawWipe(QPainter& painter) const {
    const QRectF seen = inSight();
    const double x = std::round(wipeX());
    painter.save();
    painter.setClipRect(QRectF(x, seen.top(), seen.right() - x, seen.height()));
    painter.fillRect(rect(), theme::canvas());
    drawPicture(painter, other_, scaledOther_);
    painter.restore();

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::overlay(), 4));
    painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()));
    painter.setPen(QPen(theme::onOverlay(), 2));
    painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()));
    const QPointF center(x, seen.center().y());
    painter.setPen(QPen(theme::onOverlay(), 2));
    painter.setBrush(theme::overlay());
    painter.drawEllipse(center, kHandle, kHandle);
    for (const double side : {-1.0, 1.0}) {
        const QPointF tip = center + QPointF(side * 7, 0);
        painter.drawLine(tip, tip + QPointF(-side * 3.5, -3.5));
        painter.drawLine(tip, tip + QPointF(-side * 3.5, 3.5));
    }
    painter.restore();
}

void ImageCanvas::drawCaptions(QPainter& painter) const {
    const QRectF seen = inSight();
    if (other_.isNull()) {
        QRectF room = seen;  // a small picture leaves room around it
        room.setRight(std::max(seen.right(), static_cast<double>(rect().right())));
        return drawCaption(painter, room, caption_, Qt::AlignLeft);
    }
    QRectF left = seen, right = seen;
    left.setRight(wipeX());
    right.setLeft(wipeX());
    drawCaption(painter, left, leftCaption_, Qt::AlignLeft);
    drawCaption(painter, right, rightCaption_, Qt::AlignRight);
}

}  // namespace duo::ui
