// Pictures in training order: a background thread paints or reads each once into memory, and every
// pass after the first walks them in another order. What comes at a position is a pure function of
// (seed, position), so a resumed run goes on exactly where it stopped.
#pragma once

#include <ATen/ATen.h>

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "train/picture_source.h"

namespace duo::train {

// Every picture of a source as uint8, filled in order of index by one background thread that stays
// a little ahead of what is asked for, so that it takes no more time from the training than it
// must.
class PictureCache {
  public:
    explicit PictureCache(std::shared_ptr<const PictureSource> source);
    ~PictureCache();  // stops the thread
    PictureCache(const PictureCache&) = delete;
    PictureCache& operator=(const PictureCache&) = delete;

    // [side, side, 3] uint8; waits until it is there. Rethrows what the source threw.
    at::Tensor picture(std::int64_t index) const;
    const PictureSource& source() const { return *source_; }

  private:
    void fill();

    std::shared_ptr<const PictureSource> source_;
    at::Tensor pixels_NHW3_;
    mutable std::mutex mutex_;
    mutable std::condition_variable ready_;
    std::int64_t filled_ = 0;
    mutable std::int64_t wanted_ = 0;  // highest index asked for
    mutable std::condition_variable demand_;
    std::exception_ptr failure_;
    bool stop_ = false;
    std::thread thread_;
};

// [side, side, 3] uint8, B of them -> [B, 3, side, side] fp32 in [-1, 1]
at::Tensor toNetworkInput(const std::vector<at::Tensor>& pictures_HW3);

// The order of a data set: which element comes at which position, over endless passes.
class TrainingOrder {
  public:
    // The first pass follows the painting, shuffled within small windows; later ones are shuffled.
    TrainingOrder(std::int64_t count, std::uint64_t seed);
    std::int64_t at(std::int64_t position);

  private:
    void shuffle(std::int64_t first, std::int64_t end);

    std::int64_t count_;
    std::uint64_t seed_;
    std::int64_t pass_ = -1;
    std::vector<std::int64_t> order_;  // of pass_
};

}  // namespace duo::train
