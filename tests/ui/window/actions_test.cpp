// Every action by keyboard, no shortcut twice, every control with a name.
#include <gtest/gtest.h>

#include <QAccessible>
#include <QtTest>
#include <set>

#include "panels/history_panel.h"
#include "panels/thumbnail_view.h"
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
    for (int view = 0; view < 4; ++view) {
        QTest::keyClick(&studio.window(), static_cast<Qt::Key>(Qt::Key_1 + view),
                        Qt::ControlModifier);
        EXPECT_TRUE(studio.window().actions().views->actions()[view]->isChecked());
    }
    ASSERT_NE(stack, nullptr);
}

TEST(Actions, F1ListsEveryKey) {
    StudioWindow studio;
    QTest::keyClick(&studio.window(), Qt::Key_F1);
    auto* text = studio.find<QTextBrowser>();
    ASSERT_NE(text, nullptr);
    const QString shown = text->toPlainText();
    QList<QAction*> actions = studio.window().QWidget::actions();
    actions += studio.find<HistoryPanel>()->findChildren<QAction*>();
    for (const QAction* action : actions) {
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        EXPECT_TRUE(keys.isEmpty() || shown.contains(keys)) << keys.toStdString();
    }
    QTest::keyClick(text, Qt::Key_Escape);
    EXPECT_TRUE(waitFor([&] { return studio.find<QTextBrowser>() == nullptr; }));
}

// What a screen reader says of a widget.
QString spokenName(QWidget* widget) {
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
    return interface == nullptr ? QString() : interface->text(QAccessible::Name);
}

// Parts that Qt puts into its own widgets.
bool isOfQt(const QWidget& widget) {
    static const char* const kinds[] = {
        "QDockWidgetTitleButton", "QToolBarExtension", "QTableCornerButton",
        "QLineEditIconButton",    "QScrollBar",        "QComboBoxListView"};
    return widget.objectName().startsWith("qt_") ||
           std::any_of(std::begin(kinds), std::end(kinds),
                       [&](const char* kind) { return widget.inherits(kind); });
}

// Labels and buttons that are hidden as long as they have no words, and a combo box's own field.
bool saysNothing(const QWidget& widget) {
    const auto* label = qobject_cast<const QLabel*>(&widget);
    const auto* button = qobject_cast<const QPushButton*>(&widget);
    return (label != nullptr && label->text().isEmpty()) ||
           (button != nullptr && !button->isVisible() && button->text().isEmpty()) ||
           qobject_cast<const QComboBox*>(widget.parentWidget()) != nullptr;
}

// Whatever takes the focus or a click; the window makes most of it at once, shown or not.
int countNameless(const QWidget& window) {
    int seen = 0;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        const bool clicked = qobject_cast<QAbstractButton*>(widget) != nullptr;
        if ((!clicked && widget->focusPolicy() == Qt::NoFocus) || isOfQt(*widget)) continue;
        if (saysNothing(*widget)) continue;
        ++seen;
        EXPECT_FALSE(spokenName(widget).isEmpty())
            << widget->metaObject()->className() << " “" << widget->objectName().toStdString()
            << "” in " << widget->parentWidget()->metaObject()->className();
    }
    return seen;
}

TEST(Actions, EveryControlHasAName) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    studio.studio().settings().setClasses({{0, 1}, {1, 2}});
    studio.studio().queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    auto* history = studio.find<HistoryPanel>();
    history->view().setCurrentIndex(history->view().model()->index(0, 0));
    studio.window().showTour();
    for (QAction* view : studio.window().actions().views->actions()) view->trigger();
    EXPECT_GT(countNameless(studio.window()), 100);
}

}  // namespace
}  // namespace duo::ui::test
