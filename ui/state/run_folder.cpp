#include "state/run_folder.h"

#include <QCoreApplication>
#include <QDir>
#include <QImageReader>
#include <algorithm>
#include <optional>

namespace duo::ui {
namespace {

constexpr int kThumbnailSide = 160;
constexpr int kRateOver = 200;  // newest pictures that the rate is measured over
constexpr qint64 kMaxManifestBytes = 16 << 20;

// The manifest of a run of `sample`. Nothing for a run of `sweep`, which leaves no pictures in its
// folder, and for a file that cannot be read.
std::optional<SampleManifest> sampleIn(const QString& folder, QString* newerProgram) {
    QFile file(folder + '/' + kSampleManifestFile);
    if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
    const QByteArray text = file.read(kMaxManifestBytes);
    try {
        SampleManifest manifest = parseSampleManifest(
            {text.constData(), static_cast<std::size_t>(text.size())}, kSampleManifestFile);
        if (manifest.command == "sample") return manifest;
    } catch (const RunFileError& error) {
        if (newerProgram != nullptr && error.fault() == RunFileFault::NewerVersion) {
            *newerProgram = QString::fromStdString(error.detail());
        }
    }
    return std::nullopt;
}

// The folder of a family's run: this one, or "training" in it. Empty if there is none.
QString familyRunIn(const QString& folder) {
    for (const QString& place : {folder, folder + "/training"}) {
        if (QFileInfo::exists(place + '/' + kFamilyRunFile)) return place;
    }
    return {};
}

// Nothing for a file that cannot be read.
std::optional<FamilyRun> familyIn(const QString& folder, QString* newerProgram) {
    QFile file(folder + '/' + kFamilyRunFile);
    if (folder.isEmpty() || !file.open(QIODevice::ReadOnly)) return std::nullopt;
    const QByteArray text = file.read(kMaxManifestBytes);
    try {
        return parseFamilyRun({text.constData(), static_cast<std::size_t>(text.size())},
                              kFamilyRunFile);
    } catch (const RunFileError& error) {
        if (newerProgram != nullptr && error.fault() == RunFileFault::NewerVersion) {
            *newerProgram = QString::fromStdString(error.detail());
        }
    }
    return std::nullopt;
}

bool hasTrainingLog(const QString& folder) {
    return QFileInfo::exists(folder + '/' + kTrainingLogFile);
}

QString whatIsSampled(const SampleManifest& manifest) {
    return QCoreApplication::translate("duo::ui::RunFolder", "N = %1, seed %2")
        .arg(QString::fromStdString(manifest.setting("split")),
             QString::number(static_cast<quint64>(manifest.seed)));
}

QStringList sheetsIn(const QString& folder) {
    QStringList sheets;
    const QDir dir(folder + "/sheets");
    for (const QString& name : dir.entryList({"step-*.png"}, QDir::Files, QDir::Name)) {
        sheets << dir.filePath(name);
    }
    const QString only = folder + "/sheet.png";  // of older trainings, which keep only the newest
    if (sheets.isEmpty() && QFileInfo::exists(only)) sheets << only;
    return sheets;
}

// Newest first.
QFileInfoList picturesIn(const QString& folder) {
    return QDir(folder).entryInfoList({"*.png"}, QDir::Files, QDir::Time);
}

double rateOf(const QFileInfoList& newestFirst) {
    const auto count = std::min<qsizetype>(newestFirst.size(), kRateOver);
    if (count < 2) return -1;
    const qint64 ms = newestFirst[count - 1].lastModified().msecsTo(newestFirst[0].lastModified());
    return ms > 0 ? 1000.0 * static_cast<double>(count - 1) / static_cast<double>(ms) : -1;
}

}  // namespace

RunFolderKind kindOfRun(const QString& folder, QString* newerProgram) {
    if (hasTrainingLog(folder)) return RunFolderKind::Training;
    if (familyIn(familyRunIn(folder), newerProgram)) return RunFolderKind::Family;
    return sampleIn(folder, newerProgram) ? RunFolderKind::Sampling : RunFolderKind::None;
}

RunNews RunFolder::look() {
    RunNews news;
    news.folder = folder_;
    if (hasTrainingLog(folder_)) {
        news.kind = RunFolderKind::Training;
        lookAtTraining(folder_, news);
    } else if (const QString family = familyRunIn(folder_); !family.isEmpty()) {
        lookAtFamily(family, news);
    } else if (const std::optional<SampleManifest> manifest = sampleIn(folder_, nullptr)) {
        news.kind = RunFolderKind::Sampling;
        lookAtSampling(*manifest, news);
    }
    return news;
}

void RunFolder::lookAtFamily(const QString& folder, RunNews& news) {
    const std::optional<FamilyRun> family = familyIn(folder, nullptr);
    if (!family) return;
    news.kind = RunFolderKind::Family;
    news.family = *family;
    news.familyFolder =
        QDir::cleanPath(QDir(folder).absoluteFilePath(QString::fromStdString(family->family)));
    bool written = false;
    for (const FamilyStage& stage : family->stages) {
        const QString own = folder + '/' + QString::fromStdString(stage.folder);
        if (stage.name == "family") written = stage.state == StageState::Done;
        const bool begun = stage.state != StageState::Waiting && !stage.folder.empty();
        if (!begun || !hasTrainingLog(own)) continue;
        const QStringList before = news.sheets;
        lookAtTraining(own, news);
        if (news.sheets.isEmpty()) news.sheets = before;
        const double seconds = 60 * stage.minutes;
        const bool running = stage.state == StageState::Running;
        news.stageShare = running && news.secondsLeft >= 0 && seconds > 0
                              ? std::clamp(1 - news.secondsLeft / seconds, 0.0, 1.0)
                              : -1;
    }
    news.familyThere = written && QFileInfo::exists(news.familyFolder + "/vqvae.safetensors");
    const QString sheet = news.familyFolder + "/contact-sheet.png";
    if (written && QFileInfo::exists(sheet)) news.sheets << sheet;
}

void RunFolder::lookAtTraining(const QString& folder, RunNews& news) {
    const QString file = folder + '/' + kTrainingLogFile;
    if (folder != logFolder_) log_ = TrainingLog();
    logFolder_ = folder;
    log_.read(file);
    news.written = QFileInfo(file).lastModified();
    news.hasLoss = log_.hasLoss();
    news.reports = static_cast<qint64>(log_.rows().size());
    news.curve = lossCurve(log_.rows(), smoothing_, kMaxPoints);
    news.sheets = sheetsIn(folder);
    if (log_.rows().empty()) return;
    news.last = log_.rows().back();
    if (news.last.perSecond > 0) news.perSecond = news.last.perSecond;
    if (news.last.secondsLeft >= 0) news.secondsLeft = news.last.secondsLeft;
}

void RunFolder::lookAtSampling(const SampleManifest& manifest, RunNews& news) {
    news.what = whatIsSampled(manifest);
    news.wanted = manifest.count();
    const QFileInfoList pictures = picturesIn(folder_);
    news.there = pictures.size();
    news.perSecond = rateOf(pictures);
    if (!pictures.isEmpty()) news.written = pictures.front().lastModified();
    const qint64 missing = std::max<qint64>(news.wanted - news.there, 0);
    if (news.perSecond > 0) news.secondsLeft = static_cast<double>(missing) / news.perSecond;
    QHash<QString, QImage> before;
    before.swap(thumbnails_);
    for (const QFileInfo& picture :
         pictures.first(std::min<qsizetype>(pictures.size(), kMaxThumbnails))) {
        const QString key =
            picture.filePath() + QString::number(picture.lastModified().toMSecsSinceEpoch());
        thumbnails_[key] = before.contains(key) ? before[key] : thumbnail(picture.filePath());
        news.newest.push_back({picture.filePath(), thumbnails_[key]});
    }
}

QImage RunFolder::thumbnail(const QString& file) {
    QImageReader reader(file);
    const QSize size = reader.size();
    if (size.width() > kThumbnailSide || size.height() > kThumbnailSide) {
        reader.setScaledSize(size.scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio));
    }
    return reader.read();
}

}  // namespace duo::ui
