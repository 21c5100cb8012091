#include "views/compare_flip.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/image_canvas.h"
#include "widgets/theme.h"

namespace duo::ui {

FlipPage::FlipPage(CanvasView* view, QWidget* parent)
    : QWidget(parent),
      canvas_(new ImageCanvas(view)),
      hold_(new QPushButton(theme::icon("flip"), tr("Hold to see the other"))) {
    canvas_->installEventFilter(this);
    canvas_->setAccessibleDescription(
        tr("Hold Space to see the other picture, Tab shows the next one, Shift+Tab leaves"));
    canvas_->setEmptyText(tr("Nothing to show at this scale"),
                          tr("Move the scrubber to its right end for the finished picture."));
    hold_->setToolTip(tr("Space, held, does the same"));
    connect(hold_, &QPushButton::pressed, this, [this] { hold(true); });
    connect(hold_, &QPushButton::released, this, [this] { hold(false); });
    auto* keys = new QLabel(tr("Space: the other · Tab: the next"));
    keys->setProperty("subtle", true);
    keys->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(theme::kInset, theme::kGap, theme::kInset, theme::kGap);
    row->setSpacing(theme::kInset);
    row->addWidget(hold_);
    row->addWidget(keys, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(canvas_, 1);
    column->addLayout(row);
}

void FlipPage::setSides(std::vector<Side> sides) {
    sides_ = std::move(sides);
    showSide();
}

void FlipPage::setPair(int first, int other) {
    first_ = first;
    other_ = other;
    showSide();
}

void FlipPage::hold(bool held) {
    if (held_ == held) return;
    held_ = held;
    showSide();
}

void FlipPage::showNext() {
    if (sides_.empty()) return;
    const int next = (first_ + 1) % static_cast<int>(sides_.size());
    if (next == other_) other_ = first_;
    first_ = next;
    showSide();
    emit firstChanged(first_);
}

void FlipPage::showSide() {
    const int side = shown();
    if (side < 0 || side >= static_cast<int>(sides_.size())) return canvas_->setImage({});
    canvas_->setImage(sides_[side].image);
    canvas_->setCaption(sides_[side].title);
    canvas_->setAccessibleName(tr("Shown: %1").arg(sides_[side].title));
}

void FlipPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Space) return QWidget::keyPressEvent(event);
    if (!event->isAutoRepeat()) hold(true);
}

void FlipPage::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Space) return QWidget::keyReleaseEvent(event);
    if (!event->isAutoRepeat()) hold(false);
}

void FlipPage::hideEvent(QHideEvent* event) {
    hold(false);
    QWidget::hideEvent(event);
}

bool FlipPage::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut) hold(false);
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier) {
            showNext();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace duo::ui
