#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "io/image.h"
#include "io/picture_list.h"
#include "train/parameters.h"
#include "train/picture_source.h"

namespace duo::train {
namespace {

namespace fs = std::filesystem;

at::Tensor pixelsOf(const io::RgbImage& image) {  // -> [H, W, 3], a view of the image's memory
    return at::from_blob(const_cast<std::uint8_t*>(image.pixels.data()),
                         {image.height, image.width, 3}, at::kByte);
}

// Pictures far larger than the target are first averaged over blocks of n x n pixels, which needs
// no floating-point copy of them; n keeps at least four pixels for each one of the target.
// [H, W, 3] -> [H / n, W / n, 3]
at::Tensor averaged(const at::Tensor& pixels_HW3, std::int64_t n) {
    const std::int64_t height = pixels_HW3.size(0) / n, width = pixels_HW3.size(1) / n;
    at::Tensor made_HW3 = at::empty({height, width, 3}, at::kByte);
    for (std::int64_t y = 0; y < height; ++y) {
        const at::Tensor sums_W3 = pixels_HW3.narrow(0, y * n, n)
                                       .narrow(1, 0, width * n)
                                       .to(at::kFloat)
                                       .reshape({n, width, n, 3})
                                       .mean(at::IntArrayRef{0, 2});
        made_HW3[y].copy_(sums_W3.round());
    }
    return made_HW3;
}

at::Tensor preshrunk(const at::Tensor& pixels_HW3, std::int64_t side) {
    const std::int64_t edge = std::min(pixels_HW3.size(0), pixels_HW3.size(1));
    const std::int64_t n = edge / (4 * side);
    return n > 1 ? averaged(pixels_HW3, n) : pixels_HW3;
}

// The middle of a picture longer than eight squares: a strip of 1 x 30000 pixels would grow with
// its short side.
at::Tensor withoutEnds(const at::Tensor& pixels_HW3) {
    constexpr std::int64_t kLongest = 8;
    at::Tensor middle_HW3 = pixels_HW3;
    const std::int64_t longest = kLongest * std::min(pixels_HW3.size(0), pixels_HW3.size(1));
    for (const int d : {0, 1}) {
        const std::int64_t length = std::min(middle_HW3.size(d), longest);
        middle_HW3 = middle_HW3.narrow(d, (middle_HW3.size(d) - length) / 2, length);
    }
    return middle_HW3;
}

// Resizes by averaging or interpolation. [H, W, 3] uint8 -> [height, width, 3] uint8
at::Tensor resized(const at::Tensor& pixels_HW3, std::int64_t height, std::int64_t width) {
    const at::Tensor planes_13HW = pixels_HW3.permute({2, 0, 1}).unsqueeze(0).to(at::kFloat);
    const at::Tensor sized = at::_upsample_bicubic2d_aa(planes_13HW, {height, width}, false);
    return sized.round().clamp(0, 255).to(at::kByte).squeeze(0).permute({1, 2, 0}).contiguous();
}

// Crops the largest centred square and resizes it.
at::Tensor squared(const io::RgbImage& image, int side) {
    const std::int64_t edge = std::min(image.height, image.width);
    const at::Tensor square_EE3 = pixelsOf(image)
                                      .narrow(0, (image.height - edge) / 2, edge)
                                      .narrow(1, (image.width - edge) / 2, edge);
    return resized(preshrunk(square_EE3, side), side, side);
}

// Another view, selected by the bits of `chance`.
at::Tensor viewed(const io::RgbImage& image, int side, std::uint64_t chance) {
    const at::Tensor pixels_HW3 = preshrunk(withoutEnds(pixelsOf(image)), side);
    const std::int64_t height = pixels_HW3.size(0), width = pixels_HW3.size(1);
    const std::int64_t edge = std::min(height, width), wide = side + side / 8;
    const auto scaled = [&](std::int64_t length) { return (length * wide + edge / 2) / edge; };
    const at::Tensor all_HW3 = resized(pixels_HW3, scaled(height), scaled(width));
    const auto from = [&](std::int64_t length, std::uint64_t bits) {
        return static_cast<std::int64_t>(bits % static_cast<std::uint64_t>(length - side + 1));
    };
    const at::Tensor view_SS3 = all_HW3.narrow(0, from(all_HW3.size(0), chance >> 8 & 0xffff), side)
                                    .narrow(1, from(all_HW3.size(1), chance >> 32 & 0xffff), side);
    return ((chance & 1) != 0 ? view_SS3.flip(1) : view_SS3).contiguous();
}

class FolderSource final : public PictureSource {
  public:
    FolderSource(const std::string& folder, int side, int views)
        : folder_(fs::absolute(folder).lexically_normal().string()), side_(side), views_(views) {
        const io::PictureList folders = io::listFolders(folder);
        skipped_ = folders.skipped;
        for (const std::string& classFolder : folders.files) {
            const io::PictureList pictures = io::listPictures(classFolder);
            io::addSkipped(skipped_, pictures.skipped);
            if (pictures.files.empty()) continue;
            for (const std::string& path : pictures.files)
                pictures_.push_back({path, static_cast<int>(names_.size())});
            names_.push_back(fs::path(classFolder).filename().string());
        }
        if (pictures_.empty()) {
            throw Error(ErrorKind::File,
                        "The folder '" + folder +
                            "' holds no class folder with PNG, JPEG, WebP, BMP or TIFF pictures.",
                        "Put the pictures of each class into a separate folder. " +
                            io::skippedText(skipped_));
        }
        interleave();
    }

    std::int64_t count() const override { return files() * views_; }
    const std::vector<std::string>& classNames() const override { return names_; }
    int label(std::int64_t index) const override { return pictures_[index % files()].label; }
    at::Tensor picture(std::int64_t index) const override {
        const io::RgbImage image = io::readImage(pictures_[index % files()].path);
        if (index < files()) return squared(image, side_);
        return viewed(image, side_, mixBits(0x76696577, static_cast<std::uint64_t>(index)));
    }
    int side() const override { return side_; }
    std::string description() const override {
        return PictureSource::description() + " of '" + folder_ + "'";
    }
    std::string note() const override { return io::skippedText(skipped_); }

  private:
    struct Entry {
        std::string path;
        int label;
        double place = 0;  // position within its class, 0 to 1
    };

    std::int64_t files() const { return static_cast<std::int64_t>(pictures_.size()); }

    // Spreads every class over the whole list, because the first pass goes in order.
    void interleave() {
        std::vector<std::int64_t> sizes(names_.size()), seen(names_.size());
        for (const Entry& entry : pictures_) ++sizes[entry.label];
        for (Entry& entry : pictures_) {
            entry.place = (static_cast<double>(seen[entry.label]++) + 0.5) /
                          static_cast<double>(sizes[entry.label]);
        }
        std::stable_sort(pictures_.begin(), pictures_.end(),
                         [](const Entry& a, const Entry& b) { return a.place < b.place; });
    }

    std::string folder_;
    int side_;
    std::int64_t views_;
    std::vector<Entry> pictures_;
    std::vector<std::string> names_;
    std::vector<io::SkippedFiles> skipped_;
};

}  // namespace

std::string PictureSource::description() const {
    return std::to_string(count()) + " pictures in " + std::to_string(classNames().size()) +
           " classes";
}

std::unique_ptr<PictureSource> pictureFolder(const std::string& folder, int side, int views) {
    return std::make_unique<FolderSource>(folder, side, views);
}

}  // namespace duo::train
