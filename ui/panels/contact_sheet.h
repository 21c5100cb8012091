// Pictures of the history as one labelled sheet.
#pragma once

#include <vector>

#include "state/history_entry.h"
#include "widgets/sheet_painter.h"

namespace duo::ui {

// So many fit into one sheet legibly.
inline constexpr int kMaxSheetPictures = 1000;

// Reads the pictures' files; an unreadable one gives an empty frame. Any thread.
Sheet contactSheet(const std::vector<HistoryEntry>& entries);

}  // namespace duo::ui
