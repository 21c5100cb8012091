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
           action != actions.savePicture && action != actions.exportAnimation &&
           action != actions.exportNpz;
}

class RandomUser {
  public:
    RandomUser(StudioWindow& studio, unsigned seed) : studio_(studio), random_(seed) {}

    void act() {
        switch (pick(4)) {
            case 0:
                return trigger();
            case 1:
                return key();
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
        const QPoint position(pick(std::max(1, widget->width())),
                              pick(std::max(1, widget->height())));
        QTest::mouseClick(widget, Qt::LeftButton, {}, position);
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

TEST(RandomUse, TwoHundredActions) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    studio.studio().settings().setClasses({{0, 1}});
    RandomUser user(studio, 20241117);
    for (int i = 0; i < 200; ++i) {
        user.act();
        QTest::qWait(5);
        closeDialogs();
    }
    studio.studio().setLive(false);
    studio.studio().stopAll();
    EXPECT_TRUE(studio.waitUntilIdle());
    EXPECT_TRUE(studio.window().isVisible());
}

}  // namespace
}  // namespace duo::ui::test
