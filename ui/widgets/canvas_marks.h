// Draws the marks of a canvas, over its picture or in its place, from plain descriptions.
#pragma once

#include <QPoint>
#include <QRectF>
#include <QString>

class QPainter;
class QWidget;

namespace duo::ui {

// Title and hint in the middle, in the widget's font and colours.
void paintEmptyText(QPainter& painter, const QWidget& widget, const QString& title,
                    const QString& hint);
// side x side cells over area, drawn where they are in `seen`. hovered: a cell, or (-1, -1).
void paintCellGrid(QPainter& painter, const QRectF& area, const QRectF& seen, int side,
                   const QPoint& hovered);
// The line at x between two pictures, with its handle.
void paintWipeLine(QPainter& painter, double x, const QRectF& seen);
// A label in an upper corner of area. Nothing if the area is too narrow.
void paintCaption(QPainter& painter, const QRectF& area, const QString& text, Qt::Alignment side);

}  // namespace duo::ui
