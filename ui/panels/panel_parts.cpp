#include "panels/panel_parts.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>
#include <algorithm>
#include <cmath>

#include "widgets/theme.h"

namespace duo::ui {

ElidedLabel::ElidedLabel(const QString& text, QWidget* parent) : QLabel(parent) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setTextFormat(Qt::PlainText);
    setText(text);
}

void ElidedLabel::setText(const QString& text) {
    QLabel::setText(text);
    setToolTip(text);
}

QSize ElidedLabel::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 4, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QStyleOption option;
    option.initFrom(this);
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, width());
    style()->drawItemText(&painter, rect(), int(alignment()) | Qt::AlignVCenter, option.palette,
                          isEnabled(), shown, foregroundRole());
}

namespace parts {
QLabel* textLabel(const QString& text) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QLabel* hintLabel(const QString& text) {
    QLabel* label = textLabel(text);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

void keepRoom(QWidget& widget) {
    QSizePolicy policy = widget.sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    widget.setSizePolicy(policy);
}

QToolButton* iconButton(const QString& icon, const QString& name, const QString& toolTip) {
    auto* button = new QToolButton;
    button->setIcon(theme::icon(icon));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAccessibleName(name);
    button->setToolTip(toolTip.isEmpty() ? name : toolTip);
    return button;
}

QComboBox* narrowCombo(const QString& name) {
    auto* combo = new QComboBox;
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(6);
    combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    combo->setAccessibleName(name);
    return combo;
}

QFormLayout* form() {
    auto* layout = new QFormLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(theme::kGap);
    layout->setVerticalSpacing(theme::kGap);
    layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->setRowWrapPolicy(QFormLayout::WrapLongRows);
    // Without a vertical part: the label then fills the height of its field and is centred in it.
    layout->setLabelAlignment(Qt::AlignLeft);
    return layout;
}

QVBoxLayout* column(QWidget* owner) {
    auto* layout = new QVBoxLayout(owner);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::kGap);
    return layout;
}

QString countText(qint64 count) {
    const QLocale locale;
    if (count < 10'000) return locale.toString(count);
    if (count < 1'000'000)
        return QCoreApplication::translate("parts", "%1 K")
            .arg(locale.toString(count / 1e3, 'f', 0));
    if (count < 1'000'000'000) {
        return QCoreApplication::translate("parts", "%1 M")
            .arg(locale.toString(count / 1e6, 'f', count < 100'000'000));
    }
    return QCoreApplication::translate("parts", "%1 G").arg(locale.toString(count / 1e9, 'f', 2));
}

QString figureText(double value) {
    return QLocale().toString(value, 'g', 6);
}

}  // namespace parts
}  // namespace duo::ui
