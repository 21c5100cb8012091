#include "window/spotlight.h"

#include <QPainter>
#include <QPainterPath>

#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr double kRound = 6;    // pixels
constexpr double kVeil = 0.35;  // opacity
constexpr double kRing = 2;     // pixels

}  // namespace

Spotlight::Spotlight(QWidget* window) : QWidget(window) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void Spotlight::light(const QRect& lit) {
    lit_ = lit;
    setGeometry(parentWidget()->rect());
    setVisible(!lit.isEmpty());
    raise();
    update();
}

void Spotlight::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath whole, hole;
    whole.addRect(rect());
    hole.addRoundedRect(QRectF(lit_), kRound, kRound);
    QColor veil(Qt::black);
    veil.setAlphaF(kVeil);
    painter.fillPath(whole.subtracted(hole), veil);
    painter.setPen(QPen(theme::accent(), kRing));
    painter.drawPath(hole);
}

}  // namespace duo::ui
