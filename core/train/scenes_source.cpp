#include "train/picture_source.h"

#include <cstring>

#include "scenes/scenes.h"
#include "train/parameters.h"

namespace duo::train {
namespace {

class ScenesSource final : public PictureSource {
  public:
    ScenesSource(std::int64_t count, int side, std::uint64_t seed)
        : count_(count), side_(side), seed_(seed) {
        for (int label = 0; label < scenes::classCount(); ++label)
            names_.emplace_back(scenes::className(label));
    }

    std::int64_t count() const override { return count_; }
    const std::vector<std::string>& classNames() const override { return names_; }
    int label(std::int64_t index) const override {
        return static_cast<int>(index % scenes::classCount());
    }
    at::Tensor picture(std::int64_t index) const override {
        const auto round = static_cast<std::uint64_t>(index / scenes::classCount());
        const std::vector<std::uint8_t> pixels =
            scenes::paint(label(index), mixBits(seed_, round), side_);
        at::Tensor picture = at::empty({side_, side_, 3}, at::kByte);
        std::memcpy(picture.data_ptr(), pixels.data(), pixels.size());
        return picture;
    }
    int side() const override { return side_; }
    std::string description() const override {
        return std::to_string(count_) + " scenes of seed " + std::to_string(seed_);
    }

  private:
    std::int64_t count_;
    int side_;
    std::uint64_t seed_;
    std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<PictureSource> paintedScenes(std::int64_t count, int side, std::uint64_t seed) {
    return std::make_unique<ScenesSource>(count, side, seed);
}

std::unique_ptr<PictureSource> openPictures(const PictureOptions& options, int side) {
    if (!options.folder.empty()) return pictureFolder(options.folder, side, options.views);
    return paintedScenes(options.count, side, options.seed);
}

}  // namespace duo::train
