// The folder of a run of the command line, read about every second while the run is at work. Reads
// files, so it belongs on a thread of its own.
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

// None: no run of these kinds, or the run has written nothing yet.
enum class RunFolderKind { None, Training, Sampling, Family };

// From its log.csv, sample.json or family-run.json; a family's own folder stands for its run in the
// folder "training" there. newerProgram, if given: the program that wrote a sample.json or
// family-run.json of a newer version, which is not read; else empty.
RunFolderKind kindOfRun(const QString& folder, QString* newerProgram = nullptr);

struct RunThumbnail {
    QString file;
    QImage image;
};

// The state of the run now. Its size does not depend on the length of the log or the number of
// pictures.
struct RunNews {
    RunFolderKind kind = RunFolderKind::None;
    QString folder;
    QDateTime written;                        // its log or its newest picture
    double perSecond = -1, secondsLeft = -1;  // pictures; -1: not known

    // Training:
    TrainingLogRow last{};
    qint64 reports = 0;
    bool hasLoss = false;
    std::vector<LossPoint> curve;
    QStringList sheets;  // oldest first

    // A family, whose figures of a training are those of the newest stage that trains:
    FamilyRun family;
    QString familyFolder;      // of the finished models
    bool familyThere = false;  // they can be opened
    double stageShare = -1;    // of the stage at work, 0 to 1; -1: not known

    // Sampling:
    qint64 there = 0, wanted = 0;  // pictures
    QString what;                  // "N = 8, seed 7"
    std::vector<RunThumbnail> newest;
};

class RunFolder {
  public:
    static constexpr std::size_t kMaxPoints = 1500;  // of the curve: a chart has fewer pixels
    static constexpr int kMaxThumbnails = 48;

    explicit RunFolder(QString folder) : folder_(std::move(folder)) {}

    void setSmoothing(int over) { smoothing_ = over; }
    RunNews look();

  private:
    void lookAtTraining(const QString& folder, RunNews& news);
    void lookAtFamily(const QString& folder, RunNews& news);
    void lookAtSampling(const SampleManifest& manifest, RunNews& news);
    static QImage thumbnail(const QString& file);

    QString folder_;
    TrainingLog log_;
    QString logFolder_;  // of log_
    int smoothing_ = 20;
    QHash<QString, QImage> thumbnails_;  // by path and time
};

}  // namespace duo::ui

Q_DECLARE_METATYPE(duo::ui::RunNews)
