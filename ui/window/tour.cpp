#include "window/tour.h"

#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "widgets/theme.h"
#include "window/spotlight.h"

namespace duo::ui {
namespace {

// A control in a drawer that is closed is on no screen.
void openDrawerOf(QWidget* widget) {
    for (; widget != nullptr; widget = widget->parentWidget()) {
        if (auto* dock = qobject_cast<QDockWidget*>(widget)) dock->show();
    }
}

}  // namespace

Tour::Tour(std::vector<Step> steps, QWidget* window)
    : QFrame(window),
      steps_(std::move(steps)),
      spotlight_(new Spotlight(window)),
      title_(new QLabel),
      text_(new QLabel),
      count_(new QLabel),
      back_(new QPushButton(tr("Back"))),
      next_(new QPushButton) {
    setObjectName("tour");
    setAutoFillBackground(true);
    setFrameShape(QFrame::StyledPanel);
    hide();
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    text_->setWordWrap(true);
    text_->setFixedWidth(fontMetrics().averageCharWidth() * 44);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::kInset, theme::kInset, theme::kInset, theme::kGap);
    column->addWidget(title_);
    column->addWidget(text_);
    column->addLayout(buildButtons());
    connect(text_, &QLabel::linkActivated, this, &Tour::pageAsked);
    window->installEventFilter(this);
}

Tour::~Tour() {
    delete spotlight_;
}

std::vector<Tour::Step> firstSteps(QWidget& classes, QWidget& rail, QWidget& generate) {
    return {
        {&classes, Tour::tr("Choose a class"),
         Tour::tr("Click a class, or search for one by name or number. Ctrl+click adds another "
                  "class: several classes make a batch."),
         QStringLiteral("first-picture.md")},
        {&rail, Tour::tr("Choose the split point N"),
         Tour::tr("Drag the divider: the large drafter decodes the scales left of it, the small "
                  "refiner the rest. A smaller N takes less time and memory."),
         QStringLiteral("choosing-n.md")},
        {&generate, Tour::tr("Generate with Ctrl+Enter"),
         Tour::tr("The scales arrive one after another; the slider below goes through them. "
                  "Compare and Sweep show the cost and the quality of a split point."),
         QStringLiteral("first-picture.md")}};
}

QLayout* Tour::buildButtons() {
    auto* skip = new QPushButton(tr("Skip"));
    skip->setObjectName("skipTour");
    skip->setFlat(true);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(count_, 1);
    buttons->addWidget(skip);
    buttons->addWidget(back_);
    buttons->addWidget(next_);
    connect(skip, &QPushButton::clicked, this, &Tour::end);
    connect(back_, &QPushButton::clicked, this, &Tour::back);
    connect(next_, &QPushButton::clicked, this, &Tour::next);
    return buttons;
}

void Tour::begin() {
    before_ = QApplication::focusWidget();
    show(0);
}

void Tour::next() {
    if (current_ + 1 >= static_cast<int>(steps_.size())) return end();
    show(current_ + 1);
}

void Tour::back() {
    if (current_ > 0) show(current_ - 1);
}

void Tour::end() {
    if (current_ < 0) return;
    current_ = -1;
    spotlight_->light({});
    // Otherwise Qt passes the focus to whatever comes next.
    if (before_ && isAncestorOf(QApplication::focusWidget())) before_->setFocus();
    hide();
    emit ended();
}

void Tour::show(int step) {
    current_ = step;
    const Step& shown = steps_[step];
    const auto count = static_cast<int>(steps_.size());
    title_->setText(shown.title);
    text_->setText(
        QStringLiteral("%1 <a href='%2'>%3</a>")
            .arg(shown.text.toHtmlEscaped(), shown.page, tr("More in the guide").toHtmlEscaped()));
    text_->setAccessibleName(shown.text);
    back_->setEnabled(step > 0);
    openDrawerOf(shown.beside);
    count_->setText(tr("%1 of %2").arg(step + 1).arg(count));
    next_->setText(step + 1 < count ? tr("Next") : tr("Done"));
    setAccessibleName(shown.title + ". " + shown.text);
    QFrame::show();
    place();
    next_->setFocus();
}

// Beside the widget and not over it, wherever the window has room.
void Tour::place() {
    // A label's height for its width is known only when the style is.
    text_->ensurePolished();
    text_->setFixedHeight(text_->heightForWidth(text_->width()));
    layout()->activate();
    resize(layout()->totalSizeHint());
    const QRect room =
        parentWidget()->rect().adjusted(theme::kGap, theme::kGap, -theme::kGap, -theme::kGap);
    const QRect about = lit();
    spotlight_->light(about);
    move(placeBeside(about.isEmpty() ? QRect(room.center(), QSize(1, 1)) : about, size(), room)
             .topLeft());
    raise();  // above the veil
}

QRect Tour::lit() const {
    const QWidget* beside = current_ < 0 ? nullptr : steps_[current_].beside.data();
    if (beside == nullptr || !beside->isVisible()) return {};
    return {beside->mapTo(parentWidget(), QPoint(0, 0)), beside->size()};
}

QRect Tour::placeBeside(const QRect& about, QSize size, const QRect& room) {
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

void Tour::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return end();
    QFrame::keyPressEvent(event);
}

bool Tour::eventFilter(QObject* watched, QEvent* event) {
    const bool moved = event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest;
    if (moved && current_ >= 0) place();
    return QFrame::eventFilter(watched, event);
}

}  // namespace duo::ui
