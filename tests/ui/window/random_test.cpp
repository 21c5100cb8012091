// 200 random actions, clicks and keys on the real window: nothing may crash, whatever their order.
#include <gtest/gtest.h>

#include <QtTest>
#include <random>

#include "ui/window/studio_window.h"

namespace duo::ui::test {
namespace {

// Actions that would open a dialog of the system's or end the program.
bool harmless(const QAction* action, const WindowActions& actions) {
    return action != actions.quit && action != actions.openPicture &&
           action != actions.openEvaluation && action != actions.followRun &&
           action != actions.savePicture && action != actions.exportAnimation &&
           action != actions.exportNpz;
}

class RandomUser {
  public:
    RandomUser(StudioWindow& studio, unsigned seed) : studio_(studio), random_(seed) {}

    void act() {
        switch (pick(9)) {
            case 0:
            case 1:
                return trigger();
            case 2:
            case 3:
                return key();
            case 4:
                return drag();
            case 5:
                return turnWheel();
            case 6:
                return askForMenu();
            case 7:
                return studio_.window().resize(900 + pick(900), 600 + pick(500));
            default:
                return click();
        }
    }

  private:
    int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }

    void trigger() {
        QList<QAction*> actions;
        for (QAction* action : studio_.window().QWidget::actions()) {
            if (action->isEnabled() && harmless(action, studio_.window().actions()))
                actions.append(action);
        }
        actions[pick(static_cast<int>(actions.size()))]->trigger();
    }

    QWidget* anyWidget() {
        QList<QWidget*> widgets;
        for (QWidget* widget : studio_.window().findChildren<QWidget*>()) {
            const bool opens = qobject_cast<QMenuBar*>(widget) != nullptr ||
                               qobject_cast<QComboBox*>(widget) != nullptr ||
                               widget->property("opensDialog").toBool();
            if (widget->isVisible() && widget->isEnabled() && !opens) widgets.append(widget);
        }
        return widgets[pick(static_cast<int>(widgets.size()))];
    }

    void click() {
        QWidget* widget = anyWidget();
        if (auto* button = qobject_cast<QToolButton*>(widget); button != nullptr && button->menu())
            return;
        QTest::mouseClick(widget, Qt::LeftButton, {}, anywhereIn(*widget));
    }

    QPoint anywhereIn(const QWidget& widget) {
        return {pick(std::max(1, widget.width())), pick(std::max(1, widget.height()))};
    }

    void drag() {
        QWidget* widget = anyWidget();
        if (qobject_cast<QToolButton*>(widget) != nullptr) return;
        QTest::mousePress(widget, Qt::LeftButton, {}, anywhereIn(*widget));
        for (int i = 0; i < 3; ++i) QTest::mouseMove(widget, anywhereIn(*widget));
        QTest::mouseRelease(widget, Qt::LeftButton, {}, anywhereIn(*widget));
    }

    void turnWheel() {
        QWidget* widget = anyWidget();
        const QPoint place = anywhereIn(*widget);
        const Qt::KeyboardModifiers held = pick(2) == 0 ? Qt::NoModifier : Qt::ControlModifier;
        QWheelEvent wheel(place, widget->mapToGlobal(place), {}, {0, 120 * (1 - 2 * pick(2))},
                          Qt::NoButton, held, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(widget, &wheel);
    }

    void askForMenu() {
        QWidget* widget = anyWidget();
        const QPoint place = anywhereIn(*widget);
        QContextMenuEvent ask(QContextMenuEvent::Mouse, place, widget->mapToGlobal(place));
        QCoreApplication::sendEvent(widget, &ask);
    }

    void key() {
        static const Qt::Key keys[] = {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up,     Qt::Key_Down,
                                       Qt::Key_Tab,  Qt::Key_Space, Qt::Key_Return, Qt::Key_5,
                                       Qt::Key_Home, Qt::Key_End,   Qt::Key_Plus,   Qt::Key_Minus};
        QTest::keyClick(anyWidget(), keys[pick(std::size(keys))]);
    }

    StudioWindow& studio_;
    std::mt19937 random_;
};

void closeDialogs() {
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (qobject_cast<QDialog*>(widget) != nullptr || qobject_cast<QMenu*>(widget) != nullptr)
            widget->close();
    }
}

// DUO_RANDOM_SEED tries other ones.
TEST(RandomUse, TwoHundredActions) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    studio.studio().settings().setClasses({{0, 1}});
    bool given = false;
    const int seed = qEnvironmentVariableIntValue("DUO_RANDOM_SEED", &given);
    // Some of Qt's own menus run a loop of theirs until they are closed.
    QTimer closer;
    QObject::connect(&closer, &QTimer::timeout, &closeDialogs);
    closer.start(50);
    RandomUser user(studio, given ? static_cast<unsigned>(seed) : 20241117U);
    for (int i = 0; i < 200; ++i) {
        user.act();
        QTest::qWait(5);
        closeDialogs();
    }
    studio.studio().live().setOn(false);
    studio.studio().queue().stopAll();
    EXPECT_TRUE(studio.waitUntilIdle());
    EXPECT_TRUE(studio.window().isVisible());
}

}  // namespace
}  // namespace duo::ui::test
