// Pictures in training order. Worker threads paint or read them ahead; each pass after the first
// has another order. The picture at a position depends only on (seed, position), so that a resumed
// run continues exactly.
#pragma once

#include <ATen/ATen.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "train/picture_source.h"

namespace duo::train {

// Options of a PictureCache.
struct PictureReading {
    int workers = 1;
    // A set that fits is kept whole. Of a larger set, only expected pictures are kept, and each
    // pass reads them again.
    std::int64_t maxBytes = std::int64_t{2} << 30;
};

// A source's pictures as uint8, read ahead by worker threads: by index, slightly ahead of requests,
// for a set that is kept whole; otherwise as expected. Results never depend on the reading order.
class PictureCache {
  public:
    explicit PictureCache(std::shared_ptr<const PictureSource> source, PictureReading reading = {});
    ~PictureCache();  // stops the workers
    PictureCache(const PictureCache&) = delete;
    PictureCache& operator=(const PictureCache&) = delete;

    // [side, side, 3] uint8; waits until it is read. Rethrows the source's exception. Thread-safe.
    at::Tensor picture(std::int64_t index) const;
    // Announces the next requests, in order.
    void expect(const std::vector<std::int64_t>& indices) const;
    const PictureSource& source() const { return *source_; }
    std::int64_t held() const;  // pictures in memory

  private:
    void work();
    std::int64_t nextToRead();  // -1: nothing to read now
    void keep(std::int64_t index, const at::Tensor& picture, std::exception_ptr failure);
    at::Tensor take(std::unique_lock<std::mutex>& lock, std::int64_t index) const;

    std::shared_ptr<const PictureSource> source_;
    bool keepsAll_;
    std::size_t maxHeld_;  // maximum pictures held or being read, if not all are kept
    mutable std::mutex mutex_;
    mutable std::condition_variable ready_, demand_;
    mutable std::unordered_map<std::int64_t, at::Tensor> held_;
    std::unordered_map<std::int64_t, std::exception_ptr> failures_;
    std::unordered_set<std::int64_t> reading_;
    mutable std::deque<std::int64_t> expected_;
    // For a set that is kept whole: the highest requested index, and the next index to read.
    mutable std::int64_t wanted_ = 0;
    std::int64_t next_ = 0;
    bool stop_ = false;
    std::vector<std::thread> workers_;
};

// Opens the source and starts the workers.
std::shared_ptr<const PictureCache> cachedPictures(const PictureOptions& options, int side);

// B pictures [side, side, 3] uint8 -> [B, 3, side, side] fp32 in [-1, 1]
at::Tensor toNetworkInput(const std::vector<at::Tensor>& pictures_HW3);

// The order of a data set over endless passes: the element at each position.
class TrainingOrder {
  public:
    // The first pass keeps the painting order, shuffled in small windows; later passes are
    // shuffled.
    TrainingOrder(std::int64_t count, std::uint64_t seed);
    std::int64_t at(std::int64_t position);
    // The elements at positions first … first + count - 1.
    std::vector<std::int64_t> range(std::int64_t first, std::int64_t count);

  private:
    void shuffle(std::int64_t first, std::int64_t end);

    std::int64_t count_;
    std::uint64_t seed_;
    std::int64_t pass_ = -1;
    std::vector<std::int64_t> order_;  // for pass_
};

}  // namespace duo::train
