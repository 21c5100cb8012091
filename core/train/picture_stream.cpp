#include "train/picture_stream.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <numeric>

#include "train/parameters.h"

namespace duo::train {
namespace {

constexpr std::int64_t kAhead = 256;  // pictures made before they are asked for
constexpr std::int64_t kFirstWindow = 128;

}  // namespace

PictureCache::PictureCache(std::shared_ptr<const PictureSource> source)
    : source_(std::move(source)),
      pixels_NHW3_(at::empty({source_->count(), source_->side(), source_->side(), 3}, at::kByte)),
      thread_([this] { fill(); }) {}

PictureCache::~PictureCache() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    demand_.notify_all();
    thread_.join();
}

void PictureCache::fill() {
    const std::size_t bytes = static_cast<std::size_t>(source_->side()) * source_->side() * 3;
    auto* target = static_cast<std::byte*>(pixels_NHW3_.data_ptr());
    try {
        for (std::int64_t i = 0; i < source_->count(); ++i) {
            const at::Tensor picture = source_->picture(i);
            std::memcpy(target + bytes * static_cast<std::size_t>(i), picture.data_ptr(), bytes);
            std::unique_lock lock(mutex_);
            filled_ = i + 1;
            ready_.notify_all();
            demand_.wait(lock, [&] { return stop_ || filled_ <= wanted_ + kAhead; });
            if (stop_) return;
        }
    } catch (...) {
        const std::lock_guard lock(mutex_);
        failure_ = std::current_exception();
        ready_.notify_all();
    }
}

at::Tensor PictureCache::picture(std::int64_t index) const {
    std::unique_lock lock(mutex_);
    if (index > wanted_) {
        wanted_ = index;
        demand_.notify_all();
    }
    ready_.wait(lock, [&] { return filled_ > index || failure_ != nullptr; });
    if (filled_ <= index) std::rethrow_exception(failure_);
    return pixels_NHW3_.select(0, index);
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

void TrainingOrder::shuffle(std::int64_t first, std::int64_t end) {
    for (std::int64_t i = end - 1; i > first; --i) {
        const std::uint64_t draw =
            mixBits(seed_, static_cast<std::uint64_t>(pass_), static_cast<std::uint64_t>(i));
        const auto range = static_cast<std::uint64_t>(i - first + 1);
        std::swap(order_[i], order_[first + static_cast<std::int64_t>(draw % range)]);
    }
}

}  // namespace duo::train
