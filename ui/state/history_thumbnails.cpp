#include "state/history_thumbnails.h"

#include <QFile>
#include <QImageReader>
#include <algorithm>

namespace duo::ui {
namespace {

constexpr int kSide = 192;
constexpr int kMinBytes = 8 << 20;
constexpr int kBytes = 64 << 20;
constexpr std::size_t kMaxWaiting = 512;  // more than one screen shows
constexpr int kMaxLoading = 2;            // one is read while the other one is taken

QImage reduced(const QImage& image) {
    if (image.isNull() || (image.width() <= kSide && image.height() <= kSide)) return image;
    return image.scaled(QSize(kSide, kSide), Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

}  // namespace

HistoryThumbnails::HistoryThumbnails(QObject* parent) : QObject(parent), kept_(kBytes) {
    loader_.setMaxThreadCount(1);
}

HistoryThumbnails::~HistoryThumbnails() {
    loader_.clear();
    loader_.waitForDone();
}

void HistoryThumbnails::setBytes(int bytes) {
    kept_.setMaxCost(std::max(bytes, kMinBytes));
}

const QPixmap* HistoryThumbnails::of(const QString& file, const QImage& image) {
    if (const QPixmap* kept = kept_.object(file)) return kept;
    if (asked_.contains(file)) return nullptr;
    asked_.insert(file);
    wanted_.push_back({file, image});
    // A thumbnail that was scrolled past long ago is asked for when it is seen again.
    if (wanted_.size() > kMaxWaiting) {
        asked_.remove(wanted_.front().file);
        wanted_.pop_front();
    }
    startNext();
    return nullptr;
}

void HistoryThumbnails::startNext() {
    while (loading_ < kMaxLoading && !wanted_.empty()) {
        ++loading_;
        loader_.start([this, wanted = std::move(wanted_.back())] {
            const QImage image =
                reduced(wanted.image.isNull() ? QImageReader(wanted.file).read() : wanted.image);
            // The destructor waits; what is still posted then is dropped.
            QMetaObject::invokeMethod(
                this, [this, file = wanted.file, image] { take(file, image); },
                Qt::QueuedConnection);
        });
        wanted_.pop_back();
    }
}

void HistoryThumbnails::take(const QString& file, const QImage& image) {
    --loading_;
    asked_.remove(file);
    startNext();
    if (image.isNull() && !QFile::exists(file)) {
        emit missing(file);
        return;
    }
    // An unreadable picture gets an empty thumbnail, so that it is not read again.
    kept_.insert(file, new QPixmap(QPixmap::fromImage(image)),
                 std::max<qsizetype>(image.sizeInBytes(), 1));
    emit loaded(file);
}

}  // namespace duo::ui
