#include "widgets/scrubber.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>
#include <algorithm>

#include "widgets/theme.h"
#include "widgets/tick_slider.h"

namespace duo::ui {
namespace {

constexpr int kScaleMs = 250, kEndMs = 1000;  // time per scale, and for the finished picture

}  // namespace

Scrubber::Scrubber(QWidget* parent)
    : QWidget(parent), button_(new QToolButton), slider_(new TickSlider), label_(new QLabel) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGap);
    row->addWidget(button_);
    row->addWidget(slider_, 1);
    row->addWidget(label_);
    setFocusProxy(slider_);
    slider_->setAccessibleName(tr("Scale shown"));
    slider_->setToolTip(
        tr("Moves every picture to a scale; the right end is the finished picture"));
    button_->setAutoRaise(true);
    label_->setProperty("subtle", true);
    label_->setFont(theme::small(font()));
    timer_.setSingleShot(true);
    connect(button_, &QToolButton::clicked, this, &Scrubber::togglePlay);
    connect(&timer_, &QTimer::timeout, this, &Scrubber::advance);
    connect(slider_, &QSlider::sliderPressed, this, &Scrubber::pause);
    connect(slider_, &QSlider::actionTriggered, this, [this](int action) {
        if (action != QAbstractSlider::SliderMove) pause();
    });
    connect(slider_, &QSlider::valueChanged, this, [this] {
        showScale();
        if (!quiet_) emit scaleChosen(scale());
    });
    setScaleCount(0);
    showPlaying();
}

void Scrubber::setScaleCount(int count) {
    const int shown = scale();
    quiet_ = true;
    slider_->setRange(0, std::max(count, 0));
    quiet_ = false;
    setEnabled(count > 0);
    if (count <= 0) pause();
    // As wide as its longest text, so that the slider does not move.
    const QFontMetrics metrics(label_->font());
    label_->setMinimumWidth(std::max({metrics.horizontalAdvance(tr("Finished")),
                                      metrics.horizontalAdvance(tr("Decoding")),
                                      metrics.horizontalAdvance(tr("Scale %1").arg(count))}));
    setScale(shown);
    showScale();
}

void Scrubber::setScale(int scale) {
    quiet_ = true;
    slider_->setValue(scale < 0 ? slider_->maximum() : std::min(scale, slider_->maximum()));
    quiet_ = false;
}

int Scrubber::scale() const {
    return slider_->value() == slider_->maximum() ? -1 : slider_->value();
}

void Scrubber::setUnfinished(std::optional<int> scale) {
    unfinished_ = scale;
    showScale();
}

void Scrubber::showScale() {
    const int shown = scale() < 0 ? unfinished_.value_or(-1) : scale();
    const QString text = shown >= 0    ? tr("Scale %1").arg(shown + 1)
                         : unfinished_ ? tr("Decoding")
                                       : tr("Finished");
    label_->setText(text);
    slider_->setAccessibleDescription(text);
    slider_->update();
}

// ---- Playing -----------------------------------------------------------------------------------

void Scrubber::play() {
    if (isPlaying() || slider_->maximum() == 0) return;
    timer_.start(kScaleMs);
    if (scale() < 0) slider_->setValue(0);
    showPlaying();
    emit playingChanged(true);
}

void Scrubber::pause() {
    if (!isPlaying()) return;
    timer_.stop();
    showPlaying();
    emit playingChanged(false);
}

void Scrubber::togglePlay() {
    isPlaying() ? pause() : play();
}

// Sets the timer before emitting, because a receiver may pause.
void Scrubber::advance() {
    const int next = scale() < 0 ? 0 : slider_->value() + 1;
    timer_.start(next == slider_->maximum() ? kEndMs : kScaleMs);
    slider_->setValue(next);
}

void Scrubber::showPlaying() {
    button_->setIcon(theme::icon(isPlaying() ? "pause" : "play"));
    button_->setToolTip(isPlaying() ? tr("Pause") : tr("Play coarse to fine"));
    button_->setAccessibleName(button_->toolTip());
}

void Scrubber::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space) return togglePlay();
    QWidget::keyPressEvent(event);
}

void Scrubber::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) label_->setFont(theme::small(font()));
    QWidget::changeEvent(event);
}

}  // namespace duo::ui
