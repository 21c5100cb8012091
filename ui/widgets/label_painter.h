// Small rounded labels that canvases and the rail draw over pictures.
#pragma once

#include <QPainter>
#include <QString>

namespace duo::ui {

struct LabelColors {
    QColor back, text;
};

// The label's rectangle with its padding, at the origin.
QRectF labelRect(const QFont& font, const QString& text);
// Fills area with rounded ends and draws the text, elided if it is too long.
void drawLabel(QPainter& painter, const QRectF& area, const QString& text,
               const LabelColors& colors);

}  // namespace duo::ui
