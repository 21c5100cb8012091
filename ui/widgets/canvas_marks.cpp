#include "widgets/canvas_marks.h"

#include <QPainter>

#include "widgets/label_painter.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr double kCaptionInset = 8;
constexpr double kHandle = 11;  // radius

}  // namespace

void paintEmptyText(QPainter& painter, const QWidget& widget, const QString& title,
                    const QString& hint) {
    const int inset = 2 * theme::kInset;
    const QRect room = widget.rect().adjusted(inset, inset, -inset, -inset);
    QFont large = widget.font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setWeight(QFont::DemiBold);
    constexpr int kFlags = Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap;
    const QRect titleArea = QFontMetrics(large).boundingRect(room, kFlags, title);
    const QRect hintArea = widget.fontMetrics().boundingRect(room, kFlags, hint);
    const int height = titleArea.height() + theme::kGap + hintArea.height();
    QRect line = room;
    line.setTop(room.top() + std::max(0, (room.height() - height) / 2));
    painter.setFont(large);
    painter.setPen(widget.palette().color(QPalette::WindowText));
    painter.drawText(line, kFlags, title);
    line.setTop(line.top() + titleArea.height() + theme::kGap);
    painter.setFont(widget.font());
    painter.setPen(
        theme::mixed(theme::subtle(), widget.palette().color(QPalette::WindowText), 0.25));
    painter.drawText(line, kFlags, hint);
}

void paintCellGrid(QPainter& painter, const QRectF& area, const QRectF& seen, int side,
                   const QPoint& hovered) {
    const double cell = area.width() / side, cellHeight = area.height() / side;
    QColor line = theme::onOverlay();
    line.setAlpha(cell < 6 ? 30 : 70);
    painter.setPen(QPen(line, 1));
    for (int i = 0; i <= side; ++i) {
        const double x = area.left() + i * cell, y = area.top() + i * cellHeight;
        if (x >= seen.left() && x <= seen.right()) {
            painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()));
        }
        if (y >= seen.top() && y <= seen.bottom()) {
            painter.drawLine(QPointF(seen.left(), y), QPointF(seen.right(), y));
        }
    }
    if (hovered.x() < 0) return;
    const QRectF cellArea(area.left() + hovered.x() * cell, area.top() + hovered.y() * cellHeight,
                          cell, cellHeight);
    painter.setPen(QPen(theme::overlay(), 4));
    painter.drawRect(cellArea);
    painter.setPen(QPen(theme::onOverlay(), 2));
    painter.drawRect(cellArea);
}

void paintWipeLine(QPainter& painter, double x, const QRectF& seen) {
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

void paintCaption(QPainter& painter, const QRectF& area, const QString& text, Qt::Alignment side) {
    if (text.isEmpty() || area.width() < 24) return;
    QRectF label = labelRect(painter.font(), text);
    label.setWidth(std::min(label.width(), area.width() - 2 * kCaptionInset));
    if (label.width() < 24) return;
    label.moveTop(area.top() + kCaptionInset);
    if (side == Qt::AlignLeft) label.moveLeft(area.left() + kCaptionInset);
    if (side == Qt::AlignRight) label.moveRight(area.right() - kCaptionInset);
    drawLabel(painter, label, text, {theme::overlay(), theme::onOverlay()});
}

}  // namespace duo::ui
