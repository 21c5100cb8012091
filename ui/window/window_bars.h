// The menu bar and the tool bar of the main window, made of its actions.
#pragma once

class QMainWindow;
class QWidget;

namespace duo::ui {

struct WindowActions;

// The View menu also lists the docks that the window has by now.
void fillMenuBar(QMainWindow& window, const WindowActions& actions);
// For the status bar: there while the core is down.
QWidget* makeRestartButton(const WindowActions& actions);
// queue: the button of the queue, which stands after Live; the tool bar takes it over.
void makeToolBar(QMainWindow& window, const WindowActions& actions, QWidget* queue);

}  // namespace duo::ui
