// What the Help menu shows: the shortcuts of a window's actions, and what the program is.
#pragma once

class QWidget;

namespace duo::ui {

// Neither blocks the event loop.
void showShortcuts(QWidget* window);
void showAbout(QWidget* window);

}  // namespace duo::ui
