// Pictures to evaluate, one at a time: a folder, an .npz, or whatever else gives them.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace duo::eval {

struct LabelledPicture {
    at::Tensor pixels_HW3;     // uint8
    std::optional<int> label;  // where it is known; kNoClass counts as unknown
};

class PictureSet {
  public:
    virtual ~PictureSet() = default;
    virtual std::int64_t count() const = 0;
    // 0 <= index < count(). Safe from many threads. Error(File).
    virtual LabelledPicture picture(std::int64_t index) const = 0;
};

// A folder: every PNG and JPEG in it and below it, in the order of their names; a PNG of Duoscale
// tells its label, and so does a name as `sample` gives it ("000012_0003-….png"). A file: an .npz
// with arr_0 uint8 [n, h, w, 3] and, where it is there, arr_1 int64 [n], the labels.
// Error(File) where there is no picture.
std::unique_ptr<PictureSet> openPictureSet(const std::string& path);

// `count` pictures that a function makes, with their labels.
std::unique_ptr<PictureSet> madePictures(std::int64_t count,
                                         std::function<LabelledPicture(std::int64_t index)> make);

}  // namespace duo::eval
