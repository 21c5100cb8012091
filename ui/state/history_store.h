// Every finished picture, kept as a PNG with its metadata in one folder and listed by an index
// beside them: newest first, survives a restart. Files are written on a thread of their own.
#pragma once

#include <QAbstractListModel>
#include <QDateTime>
#include <QDir>
#include <QImage>
#include <memory>
#include <vector>

#include "state/run.h"

namespace duo::ui {

struct HistoryEntry {
    QString file;  // absolute
    QDateTime made;
    QString title;       // "sunflower, N = 8, seed 7"
    QString provenance;  // JSON; of earlier sessions read from the file when it is asked for
    QString parameters;
};

// Thumbnails (DecorationRole, QPixmap) are loaded lazily in the background and kept within a byte
// limit. A file that was deleted outside the program leaves the list when it is asked for.
class HistoryStore : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { FileRole = Qt::UserRole, ProvenanceRole, ParametersRole, MadeRole };

    // folder is made where it is missing; a folder that cannot be written to is told by failed().
    explicit HistoryStore(const QString& folder, QObject* parent = nullptr);
    ~HistoryStore() override;  // waits for pictures that are being written

    QString folder() const { return dir_.absolutePath(); }
    // Saves in the background; the entry appears at once. Sets picture->file.
    // One that cannot be written leaves the list again, and its file is unset.
    void add(const PicturePtr& picture, const QString& title);
    // Moves the files to the system's trash; those that will not go come back into the list.
    void remove(const QModelIndexList& rows);
    // A picture of an earlier session: final and metadata, scales empty. Null where it is
    // unreadable.
    PicturePtr open(const QModelIndex& index) const;
    void setThumbnailBytes(int bytes);  // at least 8 MiB, more than a screen shows at once

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

  signals:
    void failed(const QString& sentence, const QString& hint);

  private:
    struct Private;
    std::unique_ptr<Private> d;
    QDir dir_;
};

}  // namespace duo::ui
