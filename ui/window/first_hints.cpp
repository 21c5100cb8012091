#include "window/first_hints.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

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
    before_ = QApplication::focusWidget();
    show(0);
}

void FirstHints::next() {
    if (current_ + 1 >= static_cast<int>(hints_.size())) return end();
    show(current_ + 1);
}

void FirstHints::end() {
    if (current_ < 0) return;
    current_ = -1;
    // Otherwise Qt passes the focus to whatever comes next.
    if (before_ && isAncestorOf(QApplication::focusWidget())) before_->setFocus();
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

// Beside the widget and not over it, wherever the window has room.
void FirstHints::place() {
    // A label's height for its width is known only when the style is.
    text_->ensurePolished();
    text_->setFixedHeight(text_->heightForWidth(text_->width()));
    layout()->activate();
    resize(layout()->totalSizeHint());
    const QWidget* beside = hints_[current_].beside;
    const QRect room =
        parentWidget()->rect().adjusted(theme::kGap, theme::kGap, -theme::kGap, -theme::kGap);
    QRect about(room.center(), QSize(1, 1));
    if (beside != nullptr && beside->isVisible()) {
        about = QRect(beside->mapTo(parentWidget(), QPoint(0, 0)), beside->size());
    }
    move(placeBeside(about, size(), room).topLeft());
}

QRect FirstHints::placeBeside(const QRect& about, QSize size, const QRect& room) {
    const QPoint middle = about.center() - QPoint(size.width() / 2, size.height() / 2);
    const QPoint right(about.right() + theme::kGap, about.top());
    const QPoint left(about.left() - theme::kGap - size.width(), about.top());
    const QPoint above(middle.x(), about.top() - theme::kGap - size.height());
    const QPoint below(middle.x(), about.bottom() + theme::kGap);
    const bool wide = about.width() > about.height();
    const std::array<QPoint, 4> sides =
        wide ? std::array{below, above, right, left} : std::array{right, left, below, above};
    QRect inside;
    for (const QPoint& side : sides) {
        QRect it(side, size);
        it.moveLeft(
            std::clamp(it.left(), room.left(), std::max(room.left(), room.right() - size.width())));
        it.moveTop(
            std::clamp(it.top(), room.top(), std::max(room.top(), room.bottom() - size.height())));
        if (!it.intersects(about)) return it;
        if (inside.isNull()) inside = it;
    }
    return inside;
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
