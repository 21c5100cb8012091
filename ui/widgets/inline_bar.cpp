#include "widgets/inline_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/theme.h"
#include "widgets/wrap_layout.h"

namespace duo::ui {
namespace {

constexpr int kIcon = 18, kStripe = 4;

using Color = QColor (*)();

Color colorOf(InlineBar::Kind kind) {
    switch (kind) {
        case InlineBar::Kind::Info:
            return theme::focus;
        case InlineBar::Kind::Warning:
            return theme::warning;
        case InlineBar::Kind::Error:
            return theme::error;
        case InlineBar::Kind::Done:
            return theme::good;
    }
    return theme::focus;
}

QString iconOf(InlineBar::Kind kind) {
    switch (kind) {
        case InlineBar::Kind::Info:
            return "info";
        case InlineBar::Kind::Warning:
            return "warning";
        case InlineBar::Kind::Error:
            return "error";
        case InlineBar::Kind::Done:
            return "check";
    }
    return "info";
}

QLabel* makeText() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    return label;
}

}  // namespace

InlineBar::InlineBar(QWidget* parent)
    : QWidget(parent),
      icon_(new QLabel),
      text_(makeText()),
      hint_(makeText()),
      button_(new QPushButton),
      more_(new QPushButton),
      close_(new QToolButton) {
    close_->setIcon(theme::icon("close"));
    close_->setAutoRaise(true);
    close_->setAccessibleName(tr("Close this message"));
    close_->setToolTip(tr("Close (Esc)"));
    hint_->setProperty("subtle", true);
    more_->setObjectName("learnMore");
    more_->setFlat(true);
    more_->hide();

    // Aligns the first line, the icon and the close button.
    const int down = std::max(0, (close_->sizeHint().height() - fontMetrics().height()) / 2);
    const int iconDown = std::max(0, (close_->sizeHint().height() - kIcon) / 2);
    icon_->setContentsMargins(0, iconDown, 0, 0);
    auto* words = new QVBoxLayout;
    words->setContentsMargins(0, down, 0, down);
    words->setSpacing(theme::kGap / 2);
    words->addWidget(text_);
    words->addWidget(hint_);
    auto* buttons = new WrapLayout;
    buttons->setSpacing(theme::kGap);
    buttons->addWidget(button_);
    buttons->addWidget(more_);
    words->addLayout(buttons);
    words->addStretch(1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::kInset + kStripe, theme::kGap / 2, theme::kGap / 2,
                            theme::kGap / 2);
    row->setSpacing(theme::kGap);
    row->addWidget(icon_, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(close_, 0, Qt::AlignTop);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    hide();

    connect(button_, &QPushButton::clicked, this, &InlineBar::acted);
    connect(more_, &QPushButton::clicked, this, &InlineBar::moreAsked);
    connect(close_, &QToolButton::clicked, this, &InlineBar::dismiss);
}

void InlineBar::showMessage(Kind kind, const QString& text, const QString& hint,
                            const QString& buttonText) {
    kind_ = kind;
    text_->setText(text);
    hint_->setText(hint);
    hint_->setVisible(!hint.isEmpty());
    button_->setText(buttonText);
    button_->setVisible(!buttonText.isEmpty());
    showIcon();
    setAccessibleName(text);
    setAccessibleDescription(hint);
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void InlineBar::setMore(const QString& buttonText) {
    more_->setText(buttonText);
    more_->setVisible(!buttonText.isEmpty());
}

void InlineBar::showIcon() {
    icon_->setPixmap(theme::icon(iconOf(kind_), colorOf(kind_))
                         .pixmap(QSize(kIcon, kIcon), devicePixelRatioF()));
}

void InlineBar::hideMessage() {
    text_->clear();
    hide();
}

QString InlineBar::text() const {
    return text_->text();
}

void InlineBar::dismiss() {
    hideMessage();
    emit dismissed();
}

void InlineBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return dismiss();
    QWidget::keyPressEvent(event);
}

void InlineBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) showIcon();
    QWidget::changeEvent(event);
}

void InlineBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = colorOf(kind_)();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::mixed(palette().color(QPalette::Window), color, 0.13));
    painter.drawRoundedRect(rect(), 6, 6);
    painter.setClipRect(QRect(0, 0, kStripe, height()));
    painter.setBrush(color);
    painter.drawRoundedRect(rect(), 6, 6);
}

}  // namespace duo::ui
