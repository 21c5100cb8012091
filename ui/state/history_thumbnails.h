// Thumbnails of picture files, loaded on demand in the background, what was asked for last first.
// Memory is bounded: of the pictures that are kept, and of the requests that wait.
#pragma once

#include <QCache>
#include <QImage>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <QString>
#include <QThreadPool>
#include <deque>

namespace duo::ui {

class HistoryThumbnails : public QObject {
    Q_OBJECT
  public:
    explicit HistoryThumbnails(QObject* parent = nullptr);
    ~HistoryThumbnails() override;

    // Null until it is loaded, which is asked for. An unreadable file has an empty one. image: to
    // be reduced in place of the file, unless it is null.
    const QPixmap* of(const QString& file, const QImage& image);
    void forget(const QString& file) { kept_.remove(file); }
    void setBytes(int bytes);  // at least 8 MiB: more than one screen shows
    qsizetype bytes() const { return kept_.totalCost(); }
    int waiting() const { return static_cast<int>(wanted_.size()); }

  signals:
    void loaded(const QString& file);
    void missing(const QString& file);  // there is no such file

  private:
    struct Wanted {
        QString file;
        QImage image;
    };
    void startNext();
    void take(const QString& file, const QImage& image);

    QCache<QString, QPixmap> kept_;
    std::deque<Wanted> wanted_;  // newest last
    QSet<QString> asked_;        // waiting or being loaded
    int loading_ = 0;
    QThreadPool loader_;
};

}  // namespace duo::ui
