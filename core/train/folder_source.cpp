#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "io/image.h"
#include "train/parameters.h"
#include "train/picture_source.h"

namespace duo::train {
namespace {

namespace fs = std::filesystem;

bool isPicture(const fs::path& path) {
    std::string suffix = path.extension().string();
    std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return suffix == ".png" || suffix == ".jpg" || suffix == ".jpeg";
}

std::vector<fs::path> sorted(const fs::path& folder, bool folders) {
    std::vector<fs::path> found;
    std::error_code failure;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
        if (folders ? entry.is_directory() : entry.is_regular_file() && isPicture(entry.path()))
            found.push_back(entry.path());
    }
    if (failure) {
        throw Error(ErrorKind::File,
                    "Cannot read the folder '" + folder.string() + "': " + failure.message() + ".");
    }
    std::sort(found.begin(), found.end());
    return found;
}

at::Tensor pixelsOf(const io::RgbImage& image) {  // -> [H, W, 3], a view of the image's memory
    return at::from_blob(const_cast<std::uint8_t*>(image.pixels.data()),
                         {image.height, image.width, 3}, at::kByte);
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
    return resized(square_EE3, side, side);
}

// Another view, selected by the bits of `chance`.
at::Tensor viewed(const io::RgbImage& image, int side, std::uint64_t chance) {
    const std::int64_t edge = std::min(image.height, image.width), wide = side + side / 8;
    const auto scaled = [&](std::int64_t length) { return (length * wide + edge / 2) / edge; };
    const at::Tensor all_HW3 = resized(pixelsOf(image), scaled(image.height), scaled(image.width));
    const auto from = [&](std::int64_t length, std::uint64_t bits) {
        return static_cast<std::int64_t>(bits % static_cast<std::uint64_t>(length - side + 1));
    };
    const at::Tensor view_SS3 = all_HW3.narrow(0, from(all_HW3.size(0), chance >> 8 & 0xffff), side)
                                    .narrow(1, from(all_HW3.size(1), chance >> 32 & 0xffff), side);
    return ((chance & 1) != 0 ? view_SS3.flip(1) : view_SS3).contiguous();
}

class FolderSource final : public PictureSource {
  public:
    FolderSource(const std::string& folder, int side, int views) : side_(side), views_(views) {
        for (const fs::path& classFolder : sorted(folder, true)) {
            const std::vector<fs::path> pictures = sorted(classFolder, false);
            if (pictures.empty()) continue;
            for (const fs::path& path : pictures)
                pictures_.push_back({path.string(), static_cast<int>(names_.size())});
            names_.push_back(classFolder.filename().string());
        }
        if (pictures_.empty()) {
            throw Error(
                ErrorKind::File,
                "The folder '" + folder + "' holds no class folder with PNG or JPEG pictures.",
                "Put the pictures of each class into a separate folder.");
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

    int side_;
    std::int64_t views_;
    std::vector<Entry> pictures_;
    std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<PictureSource> pictureFolder(const std::string& folder, int side, int views) {
    return std::make_unique<FolderSource>(folder, side, views);
}

}  // namespace duo::train
