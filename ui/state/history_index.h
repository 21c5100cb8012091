// The index beside the history's pictures: a line of JSON for each, appended when the picture has
// been written. The folder has the last word: pictures that no line names are listed by their file,
// lines whose picture is gone are passed over.
#pragma once

#include <QDir>
#include <vector>

#include "state/history_store.h"

namespace duo::ui {

// Newest first, without opening a picture. Rewrites an index that holds mostly dead lines.
std::vector<HistoryEntry> readHistory(const QDir& dir);
// False where the index cannot be written; the folder's pictures are found without it.
bool appendToHistory(const QDir& dir, const HistoryEntry& entry);

}  // namespace duo::ui
