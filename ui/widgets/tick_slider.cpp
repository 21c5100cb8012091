#include "widgets/tick_slider.h"

#include <QMouseEvent>
#include <QPainter>

#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr double kKnob = 7, kInset = 10, kTick = 2.2;  // radius, at both ends, radius

}  // namespace

TickSlider::TickSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
    setPageStep(1);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize TickSlider::sizeHint() const {
    return {180, std::max(24, fontMetrics().height() + 8)};
}

QSize TickSlider::minimumSizeHint() const {
    return {60, sizeHint().height()};
}

QPointF TickSlider::pointAt(int value) const {
    const int span = std::max(maximum() - minimum(), 1);
    return {kInset + (width() - 2 * kInset) * (value - minimum()) / span, height() / 2.0};
}

int TickSlider::valueAt(double x) const {
    const double share = (x - kInset) / std::max(width() - 2 * kInset, 1.0);
    return std::clamp(minimum() + qRound(share * (maximum() - minimum())), minimum(), maximum());
}

void TickSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    setSliderDown(true);
    setSliderPosition(valueAt(event->position().x()));
}

void TickSlider::mouseMoveEvent(QMouseEvent* event) {
    if (isSliderDown()) setSliderPosition(valueAt(event->position().x()));
}

void TickSlider::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) setSliderDown(false);
}

void TickSlider::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor window = palette().color(QPalette::Window);
    const QColor text = palette().color(QPalette::WindowText);
    const QColor ahead = theme::mixed(window, text, 0.28);
    const QColor passed = isEnabled() ? theme::focus() : ahead;
    const QPointF knob = pointAt(sliderPosition());
    painter.setPen(QPen(ahead, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(knob, pointAt(maximum()));
    painter.setPen(QPen(passed, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(pointAt(minimum()), knob);
    painter.setPen(Qt::NoPen);
    for (int value = minimum(); value <= maximum(); ++value) {
        painter.setBrush(value <= sliderPosition() ? passed : ahead);
        painter.drawEllipse(pointAt(value), kTick, kTick);
    }
    if (hasFocus()) {
        painter.setBrush(window);
        painter.setPen(QPen(theme::focus(), 2));
        painter.drawEllipse(knob, kKnob + 2, kKnob + 2);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(isEnabled() ? text : ahead);
    painter.drawEllipse(knob, kKnob - 1, kKnob - 1);
}

}  // namespace duo::ui
