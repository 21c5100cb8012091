// Pictures to evaluate, read one at a time from a folder, an .npz or a function.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace duo::eval {

struct LabelledPicture {
    at::Tensor pixels_HW3;     // uint8
    std::optional<int> label;  // if known; kNoClass counts as unknown
};

class PictureSet {
  public:
    virtual ~PictureSet() = default;
    virtual std::int64_t count() const = 0;
    // 0 <= index < count(). Safe from many threads. Error(File): this picture cannot be read.
    virtual LabelledPicture picture(std::int64_t index) const = 0;
    // What was skipped and how the numbers were understood: full sentences for people.
    virtual std::vector<std::string> notes() const { return {}; }
};

// A folder: every picture in it and below it (io/picture_list.h), sorted by path. A PNG of Duoscale
// tells its label, and so does a name as `sample` gives it ("000012_0003-….png"); metadata that
// cannot be read count as none.
// A file: an .npz of pictures, as array arr_0, samples or images, [n, h, w, 3] or [n, 3, h, w];
// uint8, or floating point in [0, 1], [-1, 1] or [0, 255], told by the first pictures. Labels,
// if present: arr_1, label or labels, int32 or int64 [n]. Error(File) where there is no
// picture.
std::unique_ptr<PictureSet> openPictureSet(const std::string& path);

// count pictures with labels, produced by a function.
std::unique_ptr<PictureSet> madePictures(std::int64_t count,
                                         std::function<LabelledPicture(std::int64_t index)> make);

}  // namespace duo::eval
