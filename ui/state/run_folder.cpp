#include "state/run_folder.h"

#include <QCoreApplication>
#include <QDir>
#include <QImageReader>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace duo::ui {
namespace {

constexpr int kThumbnailSide = 160;
constexpr int kRateOver = 200;  // the last so many pictures tell how fast they come

QJsonObject jsonIn(const QString& file) {
    QFile stream(file);
    return stream.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(stream.readAll()).object()
                                            : QJsonObject();
}

// Written by `sample`; `sweep` claims its folder with the like, and leaves no pictures there.
bool isSample(const QJsonObject& manifest) {
    return manifest.value("format").toString().startsWith("duoscale sample") &&
           !manifest.value("settings").toObject().contains("the command");
}

QString whatIsSampled(const QJsonObject& manifest) {
    const QString split = manifest.value("settings").toObject().value("the split").toString();
    const QString seed =
        QString::number(static_cast<quint64>(manifest.value("seed").toVariant().toULongLong()));
    return QCoreApplication::translate("duo::ui::RunFolder", "N = %1, seed %2").arg(split, seed);
}

QStringList sheetsIn(const QString& folder) {
    QStringList sheets;
    const QDir dir(folder + "/sheets");
    for (const QString& name : dir.entryList({"step-*.png"}, QDir::Files, QDir::Name)) {
        sheets << dir.filePath(name);
    }
    const QString only = folder + "/sheet.png";  // of trainings that keep the newest alone
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

RunFolderKind kindOfRun(const QString& folder) {
    if (QFileInfo::exists(folder + "/log.csv")) return RunFolderKind::Training;
    return isSample(jsonIn(folder + "/sample.json")) ? RunFolderKind::Sampling
                                                     : RunFolderKind::None;
}

RunNews RunFolder::look() {
    RunNews news;
    news.folder = folder_;
    news.kind = kindOfRun(folder_);
    if (news.kind == RunFolderKind::Training) lookAtTraining(news);
    if (news.kind == RunFolderKind::Sampling) lookAtSampling(news);
    return news;
}

void RunFolder::lookAtTraining(RunNews& news) {
    const QString file = folder_ + "/log.csv";
    log_.read(file);
    news.written = QFileInfo(file).lastModified();
    news.hasLoss = log_.hasLoss();
    news.reports = static_cast<qint64>(log_.rows().size());
    news.curve = lossCurve(log_.rows(), smoothing_, kMostPoints);
    news.sheets = sheetsIn(folder_);
    if (log_.rows().empty()) return;
    news.last = log_.rows().back();
    if (news.last.perSecond > 0) news.perSecond = news.last.perSecond;
    if (news.last.secondsLeft >= 0) news.secondsLeft = news.last.secondsLeft;
}

void RunFolder::lookAtSampling(RunNews& news) {
    const QJsonObject manifest = jsonIn(folder_ + "/sample.json");
    news.what = whatIsSampled(manifest);
    news.wanted = static_cast<qint64>(manifest.value("classes").toArray().size()) *
                  manifest.value("per_class").toInt();
    const QFileInfoList pictures = picturesIn(folder_);
    news.there = pictures.size();
    news.perSecond = rateOf(pictures);
    if (!pictures.isEmpty()) news.written = pictures.front().lastModified();
    const qint64 missing = std::max<qint64>(news.wanted - news.there, 0);
    if (news.perSecond > 0) news.secondsLeft = static_cast<double>(missing) / news.perSecond;
    QHash<QString, QImage> before;
    before.swap(thumbnails_);
    for (const QFileInfo& picture :
         pictures.first(std::min<qsizetype>(pictures.size(), kMostThumbnails))) {
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
