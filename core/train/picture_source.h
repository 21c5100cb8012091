// Where training pictures come from: painted scenes, or a folder of class folders. A picture is a
// pure function of its index.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace duo::train {

class PictureSource {
  public:
    virtual ~PictureSource() = default;
    virtual std::int64_t count() const = 0;
    virtual const std::vector<std::string>& classNames() const = 0;
    virtual int label(std::int64_t index) const = 0;
    // 0 <= index < count() -> [side, side, 3] uint8. Safe from many threads.
    virtual at::Tensor picture(std::int64_t index) const = 0;
    virtual int side() const = 0;
};

// `count` pictures of the demo scenes, the classes in turn; other seeds are other pictures.
std::unique_ptr<PictureSource> paintedScenes(std::int64_t count, int side, std::uint64_t seed);

// Every picture file in `folder`/CLASS/, the classes in the order of their names; centre-cropped to
// a square and resized. Further views of a picture are elements of their own, behind all pictures:
// its short side resized to an eighth more than `side`, a square cut out at random, mirrored or
// not. Error(File) where there is no class or no picture.
std::unique_ptr<PictureSource> pictureFolder(const std::string& folder, int side, int views = 1);

struct PictureOptions {
    std::string folder;          // of class folders of pictures; empty: the demo scenes
    int views = 1;               // of every picture, a folder's alone
    std::int64_t count = 12000;  // scenes alone
    std::uint64_t seed = 1;      // scenes alone: other seeds are other pictures
    int workers = 0;  // threads that read; 0: for a folder half the cores, for scenes one
};

std::unique_ptr<PictureSource> openPictures(const PictureOptions& options, int side);

}  // namespace duo::train
