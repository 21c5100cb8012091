// Draws the curve: limits at the left, labels below, the value over the current point.
#include <QPainter>

#include "widgets/curve_editor.h"
#include "widgets/label_painter.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr double kHandle = 4.5;  // radius
constexpr int kTop = 22;         // room for the value

}  // namespace

QSize CurveEditor::sizeHint() const {
    return {260, kTop + 6 * fontMetrics().height()};
}

QSize CurveEditor::minimumSizeHint() const {
    return {140, kTop + 4 * fontMetrics().height()};
}

QRectF CurveEditor::plot() const {
    const QFontMetricsF small(theme::small(font()));
    const double left =
        std::max(small.horizontalAdvance(shown(min_)), small.horizontalAdvance(shown(max_))) + 8;
    const double below = labels_.isEmpty() ? 6 : small.height() + 8;
    return QRectF(rect()).adjusted(left, kTop, -4, -below);
}

void CurveEditor::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawAxis(painter);
    if (values_.empty()) return;
    drawCurve(painter);
    drawBubble(painter);
}

void CurveEditor::drawAxis(QPainter& painter) const {
    const QRectF area = plot();
    painter.setFont(theme::small(font()));
    const QFontMetricsF metrics(painter.font());
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(area.adjusted(0, -5, 0, 5), 4, 4);
    painter.setPen(QPen(theme::line(), 1));
    for (const double share : {0.0, 0.5, 1.0}) {
        const double y = std::round(area.bottom() - share * area.height()) + 0.5;
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
    painter.setPen(theme::subtle());
    for (const auto& [value, y] : {std::pair(max_, area.top()), std::pair(min_, area.bottom())}) {
        const QRectF place(0, y - metrics.height() / 2, area.left() - 6, metrics.height());
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, shown(value));
    }
    const double column = area.width() / std::max(count(), 1);
    for (int i = 0; i < std::min<int>(count(), labels_.size()); ++i) {
        const QRectF place(area.left() + i * column - 1, area.bottom() + 7, column + 2,
                           metrics.height());
        painter.setPen(i == chosen_ && hasFocus() ? palette().color(QPalette::WindowText)
                                                  : theme::subtle());
        painter.drawText(place, Qt::AlignCenter,
                         metrics.elidedText(labels_[i], Qt::ElideRight, place.width()));
    }
}

void CurveEditor::drawCurve(QPainter& painter) const {
    QPolygonF line;
    for (int i = 0; i < count(); ++i) line << handleAt(i);
    const QRectF area = plot();
    QColor fill = isEnabled() ? theme::focus() : theme::line();
    QColor faint = fill;
    faint.setAlpha(36);
    QPolygonF under = line;
    under << QPointF(line.last().x(), area.bottom()) << QPointF(line.first().x(), area.bottom());
    painter.setPen(Qt::NoPen);
    painter.setBrush(faint);
    painter.drawPolygon(under);
    painter.setPen(QPen(fill, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    for (int i = 0; i < count(); ++i) {
        const bool strong = i == hovered_ || (i == chosen_ && hasFocus());
        painter.setPen(QPen(fill, 2));
        painter.setBrush(strong ? fill : palette().color(QPalette::Base));
        painter.drawEllipse(line[i], kHandle, kHandle);
        if (i != chosen_ || !hasFocus()) continue;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::WindowText), 1.5));
        painter.drawEllipse(line[i], kHandle + 3.5, kHandle + 3.5);
    }
}

// The value of the point under the mouse or the keys' point; shows typed digits until they are set.
void CurveEditor::drawBubble(QPainter& painter) const {
    const int index = hovered_ >= 0 ? hovered_ : hasFocus() ? chosen_ : -1;
    if (index < 0 || index >= count()) return;
    const bool typing = !typed_.isEmpty() && index == chosen_;
    const QString text = typing ? typed_ + QStringLiteral("▏") : shown(values_[index]);
    painter.setFont(theme::small(font()));
    QRectF label = labelRect(painter.font(), text);
    label.moveCenter(handleAt(index) - QPointF(0, kHandle + 8 + label.height() / 2));
    label.moveLeft(std::clamp(label.left(), 0.0, std::max(width() - label.width(), 0.0)));
    label.moveTop(std::max(label.top(), 0.0));
    drawLabel(painter, label, text,
              {palette().color(QPalette::WindowText), palette().color(QPalette::Window)});
}

}  // namespace duo::ui
