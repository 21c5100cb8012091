// Pictures to evaluate, read one at a time from a folder, an .npz or a function.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace duo::eval {

struct LabelledPicture {
    at::Tensor pixels_HW3;     // uint8
    std::optional<int> label;  // if known; kNoClass counts as unknown
};

class PictureSet {
  public:
    virtual ~PictureSet() = default;
    virtual std::int64_t count() const = 0;
    // 0 <= index < count(). Thread-safe. Error(File).
    virtual LabelledPicture picture(std::int64_t index) const = 0;
};

// Folder: every PNG and JPEG in it and its subfolders, ordered by name. The label comes from a
// Duoscale PNG's metadata or from a file name as `sample` writes it ("000012_0003-….png").
// File: an .npz with arr_0 uint8 [n, h, w, 3] and optionally arr_1 int64 [n], the labels.
// Error(File): no picture found.
std::unique_ptr<PictureSet> openPictureSet(const std::string& path);

// count pictures with labels, produced by a function.
std::unique_ptr<PictureSet> madePictures(std::int64_t count,
                                         std::function<LabelledPicture(std::int64_t index)> make);

}  // namespace duo::eval
