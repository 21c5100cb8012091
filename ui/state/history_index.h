// The index of the history's folder: one line of JSON per picture, appended after the picture is
// written and at every change of its star; the last line of a picture counts. The folder decides:
// pictures without a line are listed by their file, and lines without a picture are ignored.
#pragma once

#include <QDir>
#include <vector>

#include "state/history_entry.h"

namespace duo::ui {

// Newest first, without opening a picture. Rewrites an index that holds mostly dead lines.
std::vector<HistoryEntry> readHistory(const QDir& dir);
// False if the index cannot be written; pictures are found without it.
bool appendToHistory(const QDir& dir, const std::vector<HistoryEntry>& entries);

}  // namespace duo::ui
