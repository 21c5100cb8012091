#include "widgets/label_painter.h"

#include <QFontMetricsF>

namespace duo::ui {
namespace {

constexpr double kPadX = 7, kPadY = 2;

}  // namespace

QRectF labelRect(const QFont& font, const QString& text) {
    const QFontMetricsF metrics(font);
    return QRectF(0, 0, std::ceil(metrics.horizontalAdvance(text)) + 2 * kPadX,
                  std::ceil(metrics.height()) + 2 * kPadY);
}

void drawLabel(QPainter& painter, const QRectF& area, const QString& text,
               const LabelColors& colors) {
    const QFontMetricsF metrics(painter.font());
    const QString shown = metrics.elidedText(text, Qt::ElideRight, area.width() - 2 * kPadX + 1);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.back);
    const double radius = std::min(area.height() / 2, 6.0);
    painter.drawRoundedRect(area, radius, radius);
    painter.setPen(colors.text);
    painter.drawText(area, Qt::AlignCenter, shown);
    painter.restore();
}

}  // namespace duo::ui
