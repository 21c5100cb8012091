#include "sample/picture_writer.h"

namespace duo::sample {
namespace {

constexpr std::size_t kMaxWaiting = 32;  // 6 MiB of 256 x 256 pictures

}  // namespace

PictureWriter::PictureWriter(int threads) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

PictureWriter::~PictureWriter() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void PictureWriter::add(std::string path, io::RgbImage image, io::PngTexts texts) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.size() < kMaxWaiting || failure_ != nullptr; });
    if (failure_ != nullptr) std::rethrow_exception(failure_);
    waiting_.push_back({std::move(path), std::move(image), std::move(texts)});
    changed_.notify_all();
}

void PictureWriter::finish() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock,
                  [this] { return (waiting_.empty() && writing_ == 0) || failure_ != nullptr; });
    if (failure_ != nullptr) std::rethrow_exception(failure_);
}

void PictureWriter::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return !waiting_.empty() || closed_; });
        if (waiting_.empty()) return;
        const Task task = std::move(waiting_.front());
        waiting_.pop_front();
        ++writing_;
        changed_.notify_all();
        lock.unlock();
        std::exception_ptr failure;
        try {
            io::writePng(task.path, task.image, task.texts);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        if (failure != nullptr && failure_ == nullptr) failure_ = failure;
        --writing_;
        changed_.notify_all();
    }
}

}  // namespace duo::sample
