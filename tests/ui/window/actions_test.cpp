// Every action by keyboard, no shortcut twice, every control with a name.
#include <gtest/gtest.h>

#include <QtTest>
#include <set>

#include "ui/window/studio_window.h"

namespace duo::ui::test {
namespace {

TEST(Actions, NoShortcutMeansTwoThings) {
    StudioWindow studio;
    std::set<QString> seen;
    for (const QAction* action : studio.window().QWidget::actions()) {
        const QString keys = action->shortcut().toString();
        if (keys.isEmpty()) continue;
        EXPECT_TRUE(seen.insert(keys).second) << keys.toStdString();
    }
    EXPECT_GT(seen.size(), 15U);
}

TEST(Actions, ViewsAreReachedByKeyboard) {
    StudioWindow studio;
    auto* stack = studio.find<QStackedWidget>();
    for (int view = 0; view < 3; ++view) {
        QTest::keyClick(&studio.window(), static_cast<Qt::Key>(Qt::Key_1 + view),
                        Qt::ControlModifier);
        EXPECT_TRUE(studio.window().actions().views->actions()[view]->isChecked());
    }
    ASSERT_NE(stack, nullptr);
}

// What a screen reader would say of a control: its name, its text or its tool tip's.
bool isNamed(const QWidget* widget) {
    if (!widget->accessibleName().isEmpty()) return true;
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
        return !button->text().isEmpty() || !button->toolTip().isEmpty();
    for (const QLabel* label : widget->window()->findChildren<QLabel*>()) {
        if (label->buddy() == widget) return true;
    }
    return false;
}

// Parts that Qt puts into its own widgets.
bool isOfQt(const QWidget& widget) {
    static const char* const kinds[] = {"QDockWidgetTitleButton", "QToolBarExtension",
                                        "QTableCornerButton", "QLineEditIconButton"};
    return widget.objectName().startsWith("qt_") ||
           std::any_of(std::begin(kinds), std::end(kinds),
                       [&](const char* kind) { return widget.inherits(kind); });
}

TEST(Actions, EveryControlHasAName) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    for (const QWidget* widget : studio.window().findChildren<QWidget*>()) {
        const bool control = qobject_cast<const QAbstractButton*>(widget) != nullptr ||
                             qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
                             qobject_cast<const QComboBox*>(widget) != nullptr ||
                             qobject_cast<const QSlider*>(widget) != nullptr;
        if (!control || !widget->isVisibleTo(&studio.window()) || isOfQt(*widget)) continue;
        EXPECT_TRUE(isNamed(widget)) << widget->metaObject()->className() << " in "
                                     << widget->parentWidget()->metaObject()->className();
    }
}

}  // namespace
}  // namespace duo::ui::test
