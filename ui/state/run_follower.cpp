#include "state/run_follower.h"

#include <QElapsedTimer>

namespace duo::ui {
namespace {

constexpr int kEveryMs = 1000;
constexpr int kRestShare = 10;  // where looking takes long, rest this many times as long

}  // namespace

void RunWatcher::follow(const QString& folder, int smoothing) {
    timer_.stop();
    timer_.disconnect(this);
    folder_.reset();
    if (folder.isEmpty()) return;
    folder_ = std::make_unique<RunFolder>(folder);
    folder_->setSmoothing(smoothing);
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &RunWatcher::look);
    look();
}

void RunWatcher::setSmoothing(int over) {
    if (!folder_) return;
    folder_->setSmoothing(over);
    look();
}

void RunWatcher::look() {
    QElapsedTimer clock;
    clock.start();
    emit looked(folder_->look());
    timer_.start(std::max(kEveryMs, kRestShare * static_cast<int>(clock.elapsed())));
}

void RunWatcher::loadPicture(const QString& file) {
    emit pictureLoaded(file, QImage(file));
}

RunFollower::RunFollower(QObject* parent) : QObject(parent), watcher_(new RunWatcher) {
    qRegisterMetaType<RunNews>();
    watcher_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, watcher_, &QObject::deleteLater);
    connect(watcher_, &RunWatcher::looked, this, [this](const RunNews& news) {
        if (news.folder == folder_) emit looked(news);
    });
    connect(watcher_, &RunWatcher::pictureLoaded, this, &RunFollower::pictureLoaded);
    thread_.setObjectName("run follower");
    thread_.start(QThread::LowPriority);
}

RunFollower::~RunFollower() {
    thread_.quit();
    thread_.wait();
}

void RunFollower::follow(const QString& folder) {
    folder_ = folder;
    QMetaObject::invokeMethod(watcher_, [watcher = watcher_, folder, smoothing = smoothing_] {
        watcher->follow(folder, smoothing);
    });
}

void RunFollower::setSmoothing(int over) {
    smoothing_ = over;
    QMetaObject::invokeMethod(watcher_,
                              [watcher = watcher_, over] { watcher->setSmoothing(over); });
}

void RunFollower::loadPicture(const QString& file) {
    QMetaObject::invokeMethod(watcher_, [watcher = watcher_, file] { watcher->loadPicture(file); });
}

}  // namespace duo::ui
