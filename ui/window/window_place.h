// Where the window opens: never larger than its screen, never mostly off the screens.
#pragma once

#include <QList>
#include <QRect>

class QWidget;

namespace duo::ui {

// wanted, in the middle of the screen, and no larger than it less the window's frame.
QRect freshPlace(QSize wanted, const QRect& screen);
// The place itself where most of it, its upper edge included, is on the screens. Otherwise a place
// of that size on the nearest screen, no larger than it.
QRect placeOnScreens(const QRect& place, const QList<QRect>& screens);

void placeFresh(QWidget& window, QSize wanted);
void bringOnScreen(QWidget& window);

}  // namespace duo::ui
