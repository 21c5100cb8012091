// All finished pictures, newest first: PNGs with metadata in one folder, and an index file. They
// survive a restart. GUI thread only; files are read and written on threads of its own.
#pragma once

#include <QAbstractListModel>
#include <QDir>
#include <memory>

#include "state/history_entry.h"
#include "state/run.h"

namespace duo::ui {

class HistoryThumbnails;

// Thumbnails (DecorationRole, QPixmap) are loaded on demand in the background and kept within a
// byte limit. A file that was deleted outside the program leaves the list when it is next read.
class HistoryStore : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { FileRole = Qt::UserRole, ProvenanceRole, MadeRole, StarredRole, FactsRole };

    // Makes the folder if it is missing. Emits failed() later if it cannot be written to.
    explicit HistoryStore(const QString& folder, QObject* parent = nullptr);
    ~HistoryStore() override;  // waits for pictures that are being written

    QString folder() const { return dir_.absolutePath(); }
    // Saves in the background; the entry appears at once. Sets picture->file. If writing fails, the
    // entry is removed and picture->file cleared.
    void add(const PicturePtr& picture, const QString& title);
    // Moves the files to the system's trash. Entries whose file cannot be moved come back.
    void remove(const QModelIndexList& rows);
    // Brings back what the last remove() moved to the trash. Files that are no longer there are
    // counted in failed().
    void undoRemove();
    bool canUndoRemove() const;
    // A picture of an earlier session, as readPng() gives it. Null if it is unreadable.
    PicturePtr open(const QModelIndex& index) const;
    // Stars are kept in the index.
    void setStarred(const QModelIndexList& rows, bool starred);
    const HistoryEntry& entry(int row) const;
    int rowOf(const QString& file) const;  // -1 if it is not listed
    // Reads, in the background, what made the pictures that an older version listed, and keeps it
    // in the index. Emits dataChanged(FactsRole).
    void readFacts();
    HistoryThumbnails& thumbnails();

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

  signals:
    void failed(const QString& sentence, const QString& hint);
    void canUndoRemoveChanged(bool can);

  private:
    struct Private;
    std::unique_ptr<Private> d;
    QDir dir_;
};

}  // namespace duo::ui
