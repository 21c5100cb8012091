#include "widgets/input_rules.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QSlider>
#include <QTabBar>
#include <QToolButton>

namespace duo::ui {
namespace {

bool isField(const QObject* object) {
    return qobject_cast<const QAbstractSpinBox*>(object) != nullptr ||
           qobject_cast<const QComboBox*>(object) != nullptr ||
           qobject_cast<const QSlider*>(object) != nullptr ||
           qobject_cast<const QTabBar*>(object) != nullptr;
}

// A field that takes the focus with the wheel would have it before the wheel is judged.
void refuseWheelFocus(QWidget& field) {
    if (field.focusPolicy() == Qt::WheelFocus) field.setFocusPolicy(Qt::StrongFocus);
}

bool isPlainEnter(const QKeyEvent& key) {
    return (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) && !key.isAutoRepeat() &&
           (key.modifiers() & ~Qt::KeypadModifier) == 0;
}

// Dialogs have a default button of their own.
bool press(QObject* watched) {
    auto* button = qobject_cast<QAbstractButton*>(watched);
    if (button == nullptr || qobject_cast<QDialog*>(button->window()) != nullptr) return false;
    auto* tool = qobject_cast<QToolButton*>(button);
    if (tool == nullptr && qobject_cast<QPushButton*>(button) == nullptr) return false;
    if (tool != nullptr && tool->popupMode() == QToolButton::InstantPopup) {
        tool->showMenu();
    } else {
        button->click();
    }
    return true;
}

// Qt wraps tool tips of rich text alone, and places them by their width before that.
void wrapTip(QLabel& tip) {
    if (Qt::mightBeRichText(tip.text())) return;
    const QString text = InputRules::wrapped(tip.text(), tip.fontMetrics());
    if (text == tip.text()) return;
    tip.setText(text);
    tip.resize(tip.sizeHint());
    const QRect room = tip.screen()->availableGeometry();
    const QPoint cursor = QCursor::pos();
    const int x = std::min(std::max(tip.x(), cursor.x() + 2), room.right() - tip.width());
    const bool below = tip.y() + tip.height() <= room.bottom();
    tip.move(std::max(x, room.left()), below ? tip.y() : cursor.y() - tip.height() - 4);
}

}  // namespace

InputRules::InputRules(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
}

QString InputRules::wrapped(const QString& text, const QFontMetrics& metrics) {
    const int width = metrics.averageCharWidth() * kTipLetters;
    QStringList lines;
    for (const QString& paragraph : text.split('\n')) {
        QString rest = paragraph;
        while (metrics.horizontalAdvance(rest) > width) {
            // The last space at which the line fits; without one, the last letter.
            int fits = 1;
            while (metrics.horizontalAdvance(rest, fits + 1) <= width) ++fits;
            const auto space = static_cast<int>(rest.lastIndexOf(' ', fits));
            lines << rest.left(space > 0 ? space : fits);
            rest = rest.mid(space > 0 ? space + 1 : fits);
        }
        lines << rest;
    }
    return lines.join('\n');
}

bool InputRules::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::Polish:
            if (isField(watched)) refuseWheelFocus(*static_cast<QWidget*>(watched));
            break;
        case QEvent::Wheel:
            if (!isField(watched) || static_cast<QWidget*>(watched)->hasFocus()) break;
            event->ignore();  // goes to the parent
            return true;
        case QEvent::KeyPress:
            if (isPlainEnter(*static_cast<QKeyEvent*>(event)) && press(watched)) return true;
            break;
        case QEvent::Show:
        case QEvent::Resize:
            if (watched->inherits("QTipLabel")) wrapTip(*static_cast<QLabel*>(watched));
            break;
        default:
            break;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace duo::ui
