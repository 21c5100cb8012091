#include "train/picture_stream.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "train/parameters.h"

namespace duo::train {
namespace {

constexpr std::int64_t kAhead = 256;  // pictures read before they are requested
constexpr std::int64_t kFirstWindow = 128;
constexpr int kMaxWorkers = 8;

}  // namespace

PictureCache::PictureCache(std::shared_ptr<const PictureSource> source, PictureReading reading)
    : source_(std::move(source)) {
    const std::int64_t bytes = std::int64_t{source_->side()} * source_->side() * 3;
    maxHeld_ = static_cast<std::size_t>(std::max<std::int64_t>(1, reading.maxBytes / bytes));
    keepsAll_ = source_->count() <= static_cast<std::int64_t>(maxHeld_);
    for (int i = 0; i < std::max(1, reading.workers); ++i)
        workers_.emplace_back([this] { work(); });
}

PictureCache::~PictureCache() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    demand_.notify_all();
    for (std::thread& worker : workers_) worker.join();
}

void PictureCache::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        std::int64_t index = -1;
        demand_.wait(lock, [&] { return stop_ || (index = nextToRead()) >= 0; });
        if (stop_) return;
        reading_.insert(index);
        lock.unlock();
        at::Tensor picture;
        std::exception_ptr failure;
        try {
            picture = source_->picture(index);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        keep(index, picture, failure);
    }
}

// Requires the lock.
std::int64_t PictureCache::nextToRead() {
    if (keepsAll_) return next_ < source_->count() && next_ <= wanted_ + kAhead ? next_++ : -1;
    while (!expected_.empty() && held_.size() + reading_.size() < maxHeld_) {
        const std::int64_t index = expected_.front();
        expected_.pop_front();
        if (!held_.contains(index) && !reading_.contains(index)) return index;
    }
    return -1;
}

// Requires the lock.
void PictureCache::keep(std::int64_t index, const at::Tensor& picture, std::exception_ptr failure) {
    reading_.erase(index);
    if (failure != nullptr) {
        failures_[index] = failure;
    } else {
        held_[index] = picture;
    }
    ready_.notify_all();
}

at::Tensor PictureCache::picture(std::int64_t index) const {
    std::unique_lock lock(mutex_);
    if (keepsAll_ && index > wanted_) {
        wanted_ = index;
        demand_.notify_all();
    }
    ready_.wait(lock, [&] {
        const bool due = keepsAll_ || reading_.contains(index);
        return !due || held_.contains(index) || failures_.contains(index);
    });
    return take(lock, index);
}

// Takes a picture that a worker has read; reads it here if nobody expected it.
at::Tensor PictureCache::take(std::unique_lock<std::mutex>& lock, std::int64_t index) const {
    if (const auto failed = failures_.find(index); failed != failures_.end()) {
        std::rethrow_exception(failed->second);
    }
    if (const auto found = held_.find(index); found != held_.end()) {
        const at::Tensor picture = found->second;
        if (!keepsAll_) {
            held_.erase(found);
            demand_.notify_all();
        }
        return picture;
    }
    std::erase(expected_, index);    // not yet read by a worker
    if (held_.size() >= maxHeld_) {  // full of expected pictures that were not requested
        held_.clear();
        demand_.notify_all();
    }
    lock.unlock();
    return source_->picture(index);
}

void PictureCache::expect(const std::vector<std::int64_t>& indices) const {
    if (keepsAll_) return;
    const std::lock_guard lock(mutex_);
    expected_.insert(expected_.end(), indices.begin(), indices.end());
    demand_.notify_all();
}

std::int64_t PictureCache::held() const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::int64_t>(held_.size() + reading_.size());
}

std::shared_ptr<const PictureCache> cachedPictures(const PictureOptions& options, int side) {
    PictureReading reading;
    reading.workers = options.workers;
    if (options.workers == 0 && !options.folder.empty()) {
        reading.workers =
            std::clamp(static_cast<int>(std::thread::hardware_concurrency()) / 2, 1, kMaxWorkers);
    }
    return std::make_shared<PictureCache>(openPictures(options, side), reading);
}

at::Tensor toNetworkInput(const std::vector<at::Tensor>& pictures_HW3) {
    return at::stack(pictures_HW3)  // [B, H, W, 3]
        .permute({0, 3, 1, 2})      // [B, 3, H, W]
        .to(at::kFloat)
        .contiguous()
        .div_(127.5)
        .sub_(1);
}

TrainingOrder::TrainingOrder(std::int64_t count, std::uint64_t seed)
    : count_(count), seed_(seed), order_(count) {
    assert(count > 0);
}

std::int64_t TrainingOrder::at(std::int64_t position) {
    const std::int64_t pass = position / count_;
    if (pass != pass_) {
        pass_ = pass;
        std::iota(order_.begin(), order_.end(), 0);
        const std::int64_t window = pass > 0 ? count_ : kFirstWindow;
        for (std::int64_t first = 0; first < count_; first += window)
            shuffle(first, std::min(count_, first + window));
    }
    return order_[position % count_];
}

std::vector<std::int64_t> TrainingOrder::range(std::int64_t first, std::int64_t count) {
    std::vector<std::int64_t> elements;
    for (std::int64_t position = first; position < first + count; ++position)
        elements.push_back(at(position));
    return elements;
}

void TrainingOrder::shuffle(std::int64_t first, std::int64_t end) {
    for (std::int64_t i = end - 1; i > first; --i) {
        const std::uint64_t draw =
            mixBits(seed_, static_cast<std::uint64_t>(pass_), static_cast<std::uint64_t>(i));
        const auto range = static_cast<std::uint64_t>(i - first + 1);
        std::swap(order_[i], order_[first + static_cast<std::int64_t>(draw % range)]);
    }
}

}  // namespace duo::train
