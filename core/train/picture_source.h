// Sources of training pictures: painted scenes, or a folder of class folders. A picture depends
// only on its index.
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
    // 0 <= index < count() -> [side, side, 3] uint8. Thread-safe.
    virtual at::Tensor picture(std::int64_t index) const = 0;
    virtual int side() const = 0;
    // Tells one data set from another, for people: "1200 scenes of seed 1".
    virtual std::string description() const;
    // What was passed over, in a sentence for people; empty if nothing was.
    virtual std::string note() const { return {}; }
};

// count pictures of the demo scenes, cycling through the classes; each seed gives other pictures.
std::unique_ptr<PictureSource> paintedScenes(std::int64_t count, int side, std::uint64_t seed);

// Every picture file in folder/CLASS/ and below (io/picture_list.h), classes ordered by name;
// centre-cropped to a square and resized. views > 1 adds elements after all pictures: the short
// side resized to 9/8 of `side`, a random square crop, mirrored at random; of pictures longer than
// eight squares the middle. Error(File): no class or no picture.
std::unique_ptr<PictureSource> pictureFolder(const std::string& folder, int side, int views = 1);

struct PictureOptions {
    std::string folder;          // folder of class folders; empty: the demo scenes
    int views = 1;               // views per picture, folders only
    std::int64_t count = 12000;  // scenes only
    std::uint64_t seed = 1;      // scenes only: each seed gives other pictures
    int workers = 0;             // reader threads; 0: half the cores for a folder, one for scenes
};

std::unique_ptr<PictureSource> openPictures(const PictureOptions& options, int side);

}  // namespace duo::train
