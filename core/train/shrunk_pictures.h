// Picture files at the size that training needs: each is decoded once and kept, and every view and
// pass crops from what is kept.
#pragma once

#include <ATen/ATen.h>

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace duo::train {

struct ShrunkPicture {
    at::Tensor square_SS3;  // uint8, the largest centred square
    // uint8, the whole picture; its short side is 9/8 of S. Of pictures longer than eight squares
    // the middle. Undefined without views.
    at::Tensor whole_HW3;
};

class ShrunkPictures {
  public:
    static constexpr std::int64_t kMaxBytes = std::int64_t{1} << 30;

    // side: S. views: also make and keep whole_HW3, up to maxBytes; files that come later are
    // decoded at each use. Without views nothing is kept, because each file is used once a pass.
    ShrunkPictures(int side, bool views, std::int64_t maxBytes = kMaxBytes);

    // index: of the file, always with the same path. Thread-safe. Errors as io::readImage.
    ShrunkPicture picture(std::int64_t index, const std::string& path) const;

  private:
    ShrunkPicture read(const std::string& path) const;

    int side_;
    bool views_;
    std::int64_t maxBytes_;
    mutable std::mutex mutex_;
    mutable std::condition_variable done_;
    mutable std::unordered_map<std::int64_t, ShrunkPicture> kept_;
    mutable std::unordered_set<std::int64_t> reading_;
    mutable std::int64_t bytes_ = 0;  // kept
};

// A square crop of the whole picture, mirrored or not, as the bits of `chance` say. [S, S, 3] uint8
at::Tensor viewOf(const at::Tensor& whole_HW3, int side, std::uint64_t chance);

}  // namespace duo::train
