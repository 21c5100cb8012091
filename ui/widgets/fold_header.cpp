#include "widgets/fold_header.h"

#include <QKeyEvent>
#include <QPainter>

#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kChevron = 14, kChevronGap = 6;

}  // namespace

FoldHeader::FoldHeader(const QString& title, QWidget* parent) : QAbstractButton(parent) {
    setText(title);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FoldHeader::setSummary(const QString& summary) {
    summary_ = summary;
    setAccessibleDescription(summary);
    setToolTip(summary);
    update();
}

QFont FoldHeader::titleFont() const {
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    return bold;
}

QSize FoldHeader::sizeHint() const {
    const QFontMetrics metrics(titleFont());
    return {metrics.horizontalAdvance(text()) + kChevron + kChevronGap + 2 * theme::kGap,
            metrics.height() + 10};
}

QSize FoldHeader::minimumSizeHint() const {
    return {kChevron + 4 * theme::kGap, sizeHint().height()};
}

void FoldHeader::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) return click();
    if (key == Qt::Key_Right && !isChecked()) return click();
    if (key == Qt::Key_Left && isChecked()) return click();
    QAbstractButton::keyPressEvent(event);
}

void FoldHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = palette().color(QPalette::WindowText);
    if (underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::mixed(palette().color(QPalette::Window), ink, 0.06));
        painter.drawRoundedRect(rect(), 5, 5);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme::focus(), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    }
    const QRect chevron(4, (height() - kChevron) / 2, kChevron, kChevron);
    theme::icon(isChecked() ? "chevron-down" : "chevron-right").paint(&painter, chevron);

    const QRect room = rect().adjusted(chevron.right() + kChevronGap, 0, -theme::kGap, 0);
    const QFontMetrics bold(titleFont());
    painter.setFont(titleFont());
    painter.setPen(ink);
    const QString title = bold.elidedText(text(), Qt::ElideRight, room.width());
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft, title);
    if (isChecked() || summary_.isEmpty()) return;
    const QRect rest = room.adjusted(bold.horizontalAdvance(title) + 2 * theme::kGap, 0, 0, 0);
    painter.setFont(theme::small(font()));
    painter.setPen(theme::subtle());
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignRight,
                     painter.fontMetrics().elidedText(summary_, Qt::ElideRight, rest.width()));
}

}  // namespace duo::ui
