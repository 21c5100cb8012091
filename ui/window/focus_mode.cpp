#include "window/focus_mode.h"

#include <QAction>
#include <QDockWidget>
#include <QKeyEvent>
#include <QMainWindow>
#include <QMenuBar>
#include <QStatusBar>
#include <QToolBar>

namespace duo::ui {

FocusMode::FocusMode(QMainWindow& window, QAction& focus, QAction& fullScreen)
    : QObject(&window), window_(window), focus_(focus), fullScreen_(fullScreen) {
    connect(&focus_, &QAction::toggled, this, &FocusMode::setOn);
    connect(&fullScreen_, &QAction::toggled, this, &FocusMode::setFullScreen);
    window_.installEventFilter(this);
}

void FocusMode::end() {
    focus_.setChecked(false);
}

void FocusMode::setOn(bool on) {
    if (on) {
        QList<QWidget*> around{window_.menuBar(), window_.statusBar()};
        for (QDockWidget* dock : window_.findChildren<QDockWidget*>()) around << dock;
        // Behind the docks: a dock that hides shows the tool bar at its edge.
        for (QToolBar* bar : window_.findChildren<QToolBar*>()) around << bar;
        for (QWidget* widget : around) {
            if (!widget->isHidden()) hidden_ << widget;
        }
        for (QWidget* widget : around) widget->hide();
    } else {
        for (const QPointer<QWidget>& widget : hidden_) {
            if (widget) widget->show();
        }
        hidden_.clear();
    }
    emit toggled(on);
}

void FocusMode::setFullScreen(bool on) {
    window_.setWindowState(window_.windowState().setFlag(Qt::WindowFullScreen, on));
}

// A key that no control and no shortcut has used, and full screen as the desktop sets it.
bool FocusMode::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::WindowStateChange) fullScreen_.setChecked(window_.isFullScreen());
    const bool bare = focus_.isChecked() || fullScreen_.isChecked();
    if (event->type() == QEvent::KeyPress && bare &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        focus_.setChecked(false);
        fullScreen_.setChecked(false);
        return true;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace duo::ui
