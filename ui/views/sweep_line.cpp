#include "views/sweep_line.h"

#include <QPainter>

namespace duo::ui {

SweepLine::SweepLine(const QString& name, QWidget* parent) : QLabel(parent) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setTextFormat(Qt::PlainText);
    setAccessibleName(name);
}

void SweepLine::setLine(const QString& text) {
    setText(text);
    setToolTip(text);
    setAccessibleDescription(text);
}

QSize SweepLine::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 4, fontMetrics().height()};
}

void SweepLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                     fontMetrics().elidedText(text(), Qt::ElideRight, width()));
}

}  // namespace duo::ui
