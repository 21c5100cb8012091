// The folder of a run of the command line, looked at again and again while the run is at work.
// Reads files: for a thread of its own.
#pragma once

#include <QDateTime>
#include <QHash>
#include <QImage>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <vector>

#include "state/training_log.h"

namespace duo::ui {

// None: neither, or the run has written nothing yet.
enum class RunFolderKind { None, Training, Sampling };

// By what lies in it.
RunFolderKind kindOfRun(const QString& folder);

struct RunThumbnail {
    QString file;
    QImage image;
};

// What is known of the run now: few figures, however long its log or many its pictures.
struct RunNews {
    RunFolderKind kind = RunFolderKind::None;
    QString folder;
    QDateTime written;                        // when it last wrote its log or a picture
    double perSecond = -1, secondsLeft = -1;  // pictures; -1: not known

    // Of a training:
    LogRow last{};
    qint64 reports = 0;
    bool hasLoss = false;
    std::vector<LossPoint> curve;
    QStringList sheets;  // oldest first

    // Of sampling:
    qint64 there = 0, wanted = 0;  // pictures
    QString what;                  // "N = 8, seed 7"
    std::vector<RunThumbnail> newest;
};

class RunFolder {
  public:
    static constexpr std::size_t kMostPoints = 1500;  // of the curve: a chart has fewer pixels
    static constexpr int kMostThumbnails = 48;

    explicit RunFolder(QString folder) : folder_(std::move(folder)) {}

    void setSmoothing(int over) { smoothing_ = over; }
    RunNews look();

  private:
    void lookAtTraining(RunNews& news);
    void lookAtSampling(RunNews& news);
    static QImage thumbnail(const QString& file);

    QString folder_;
    TrainingLog log_;
    int smoothing_ = 20;
    QHash<QString, QImage> thumbnails_;  // by path and time
};

}  // namespace duo::ui

Q_DECLARE_METATYPE(duo::ui::RunNews)
