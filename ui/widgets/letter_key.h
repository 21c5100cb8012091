// Keys of one letter that work under every keyboard layout.
#pragma once

#include <Qt>

class QKeyEvent;

namespace duo::ui {

// Whether this is the key of the Latin letter: by what it types, or, under a layout of another
// script (Russian, Greek …), by where it lies on a Latin keyboard. Ctrl+letter needs none of this:
// Qt looks the Latin letter up itself.
bool isLetterKey(const QKeyEvent& event, Qt::Key letter);

}  // namespace duo::ui
