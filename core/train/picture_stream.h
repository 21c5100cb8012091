// Pictures in training order: threads of their own paint or read them ahead of the training, and
// every pass after the first walks them in another order. What comes at a position is a pure
// function of (seed, position), so a resumed run goes on exactly where it stopped.
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

// How a PictureCache reads.
struct PictureReading {
    int workers = 1;
    // Pictures that fit in here are all kept. Of a larger set those alone are held that are
    // expected, and they are read anew in every pass.
    std::int64_t mostBytes = std::int64_t{2} << 30;
};

// A source's pictures as uint8, read ahead by worker threads: of a set that is kept in the order of
// its indices, a little ahead of what is asked for; of a larger one as they are expected. What
// picture() gives never depends on any of this.
class PictureCache {
  public:
    explicit PictureCache(std::shared_ptr<const PictureSource> source, PictureReading reading = {});
    ~PictureCache();  // stops the workers
    PictureCache(const PictureCache&) = delete;
    PictureCache& operator=(const PictureCache&) = delete;

    // [side, side, 3] uint8; waits until it is there. Rethrows what the source threw. Thread-safe.
    at::Tensor picture(std::int64_t index) const;
    // What will be asked for next, in this order.
    void expect(const std::vector<std::int64_t>& indices) const;
    const PictureSource& source() const { return *source_; }
    std::int64_t held() const;  // pictures in memory

  private:
    void work();
    std::int64_t nextToRead();  // -1: nothing for now
    void keep(std::int64_t index, const at::Tensor& picture, std::exception_ptr failure);
    at::Tensor take(std::unique_lock<std::mutex>& lock, std::int64_t index) const;

    std::shared_ptr<const PictureSource> source_;
    bool keepsAll_;
    std::size_t most_;  // pictures held or being read, where not all are kept
    mutable std::mutex mutex_;
    mutable std::condition_variable ready_, demand_;
    mutable std::unordered_map<std::int64_t, at::Tensor> held_;
    std::unordered_map<std::int64_t, std::exception_ptr> failures_;
    std::unordered_set<std::int64_t> reading_;
    mutable std::deque<std::int64_t> expected_;
    // Where all are kept: the highest index asked for, and the next one to read.
    mutable std::int64_t wanted_ = 0;
    std::int64_t next_ = 0;
    bool stop_ = false;
    std::vector<std::thread> workers_;
};

// Opened by its options, with its workers.
std::shared_ptr<const PictureCache> cachedPictures(const PictureOptions& options, int side);

// [side, side, 3] uint8, B of them -> [B, 3, side, side] fp32 in [-1, 1]
at::Tensor toNetworkInput(const std::vector<at::Tensor>& pictures_HW3);

// The order of a data set: which element comes at which position, over endless passes.
class TrainingOrder {
  public:
    // The first pass follows the painting, shuffled within small windows; later ones are shuffled.
    TrainingOrder(std::int64_t count, std::uint64_t seed);
    std::int64_t at(std::int64_t position);
    // At `count` positions from `first` on.
    std::vector<std::int64_t> range(std::int64_t first, std::int64_t count);

  private:
    void shuffle(std::int64_t first, std::int64_t end);

    std::int64_t count_;
    std::uint64_t seed_;
    std::int64_t pass_ = -1;
    std::vector<std::int64_t> order_;  // of pass_
};

}  // namespace duo::train
