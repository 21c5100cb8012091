// One-letter shortcuts that work in every keyboard layout.
#pragma once

#include <Qt>

class QKeyEvent;

namespace duo::ui {

// Whether the event is the key of a Latin letter: by its character or, in a layout of another
// script (Russian, Greek …), by its position on a Latin keyboard. Not needed for Ctrl+letter, for
// which Qt does this.
bool isLetterKey(const QKeyEvent& event, Qt::Key letter);

}  // namespace duo::ui
