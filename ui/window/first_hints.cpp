#include "window/first_hints.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/theme.h"

namespace duo::ui {

FirstHints::FirstHints(std::vector<Hint> hints, QWidget* window)
    : QFrame(window),
      hints_(std::move(hints)),
      title_(new QLabel),
      text_(new QLabel),
      count_(new QLabel),
      next_(new QPushButton) {
    setObjectName("firstHints");
    setAutoFillBackground(true);
    setFrameShape(QFrame::StyledPanel);
    hide();
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    text_->setWordWrap(true);
    text_->setFixedWidth(fontMetrics().averageCharWidth() * 44);
    auto* skip = new QPushButton(tr("Skip"));
    skip->setFlat(true);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(count_, 1);
    buttons->addWidget(skip);
    buttons->addWidget(next_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::kInset, theme::kInset, theme::kInset, theme::kGap);
    column->addWidget(title_);
    column->addWidget(text_);
    column->addLayout(buttons);
    connect(skip, &QPushButton::clicked, this, &FirstHints::end);
    connect(next_, &QPushButton::clicked, this, &FirstHints::next);
    window->installEventFilter(this);
}

void FirstHints::begin() {
    show(0);
}

void FirstHints::next() {
    if (current_ + 1 >= static_cast<int>(hints_.size())) return end();
    show(current_ + 1);
}

void FirstHints::end() {
    if (current_ < 0) return;
    current_ = -1;
    hide();
    emit ended();
}

void FirstHints::show(int hint) {
    current_ = hint;
    const Hint& shown = hints_[hint];
    const auto count = static_cast<int>(hints_.size());
    title_->setText(shown.title);
    text_->setText(shown.text);
    count_->setText(tr("%1 of %2").arg(hint + 1).arg(count));
    next_->setText(hint + 1 < count ? tr("Next") : tr("Done"));
    setAccessibleName(shown.title + ". " + shown.text);
    QFrame::show();
    place();
    raise();
    next_->setFocus();
}

// Beside the widget, wherever the window has room: right, left, above, below.
void FirstHints::place() {
    adjustSize();
    const QWidget* beside = hints_[current_].beside;
    const QRect room =
        parentWidget()->rect().adjusted(theme::kGap, theme::kGap, -theme::kGap, -theme::kGap);
    QRect it(0, 0, width(), height());
    if (beside == nullptr || !beside->isVisible()) {
        it.moveCenter(room.center());
        move(it.topLeft());
        return;
    }
    const QRect about(beside->mapTo(parentWidget(), QPoint(0, 0)), beside->size());
    if (about.right() + theme::kGap + width() <= room.right()) {
        it.moveTo(about.right() + theme::kGap, about.top());
    } else if (about.top() - theme::kGap - height() >= room.top()) {
        it.moveTo(about.center().x() - width() / 2, about.top() - theme::kGap - height());
    } else {
        it.moveTo(about.center().x() - width() / 2, about.bottom() + theme::kGap);
    }
    it.moveLeft(std::clamp(it.left(), room.left(), std::max(room.left(), room.right() - width())));
    it.moveTop(std::clamp(it.top(), room.top(), std::max(room.top(), room.bottom() - height())));
    move(it.topLeft());
}

void FirstHints::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return end();
    QFrame::keyPressEvent(event);
}

bool FirstHints::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && current_ >= 0) place();
    return QFrame::eventFilter(watched, event);
}

}  // namespace duo::ui
