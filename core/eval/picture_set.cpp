#include "eval/picture_set.h"

#include <charconv>
#include <cstring>
#include <filesystem>

#include "base/error.h"
#include "eval/archive_pictures.h"
#include "io/image.h"
#include "io/picture_list.h"
#include "io/png.h"
#include "protocol/provenance.h"

namespace duo::eval {
namespace {

namespace fs = std::filesystem;

at::Tensor toTensor(const io::RgbImage& image) {
    at::Tensor pixels_HW3 = at::empty({image.height, image.width, 3}, at::kByte);
    std::memcpy(pixels_HW3.data_ptr(), image.pixels.data(), image.pixels.size());
    return pixels_HW3;
}

// "000012_0003-mountain-lake" -> 3
std::optional<int> labelInName(const std::string& stem) {
    const std::size_t bar = stem.find('_');
    if (bar == std::string::npos) return std::nullopt;
    int index = 0, label = 0;
    const char* const begin = stem.data();
    const char* const end = begin + stem.size();
    if (std::from_chars(begin, begin + bar, index).ptr != begin + bar) return std::nullopt;
    const auto [stop, problem] = std::from_chars(begin + bar + 1, end, label);
    if (problem != std::errc() || (stop != end && *stop != '-')) return std::nullopt;
    return label;
}

std::optional<int> labelOf(const fs::path& file) {
    const io::PngTexts texts = io::readablePngTexts(file.string());
    const auto found = texts.find(kProvenanceKey);
    if (found == texts.end()) return labelInName(file.stem().string());
    try {
        const int label = parseProvenance(found->second).label;
        return label == kNoClass ? std::nullopt : std::optional(label);
    } catch (const Error&) {  // another version's, or malformed
        return labelInName(file.stem().string());
    }
}

class Folder final : public PictureSet {
  public:
    explicit Folder(const std::string& path) : list_(io::listPictures(path)) {
        if (!list_.files.empty()) return;
        throw Error(ErrorKind::File,
                    "The folder '" + path + "' holds no PNG, JPEG, WebP, BMP or TIFF picture.",
                    io::skippedText(list_.skipped));
    }
    std::int64_t count() const override { return static_cast<std::int64_t>(list_.files.size()); }
    LabelledPicture picture(std::int64_t index) const override {
        const std::string& file = list_.files[index];
        return {toTensor(io::readImage(file)), labelOf(file)};
    }
    std::vector<std::string> notes() const override {
        const std::string skipped = io::skippedText(list_.skipped);
        return skipped.empty() ? std::vector<std::string>() : std::vector{skipped};
    }

  private:
    io::PictureList list_;
};

class Made final : public PictureSet {
  public:
    Made(std::int64_t count, std::function<LabelledPicture(std::int64_t)> make)
        : count_(count), make_(std::move(make)) {}
    std::int64_t count() const override { return count_; }
    LabelledPicture picture(std::int64_t index) const override { return make_(index); }

  private:
    std::int64_t count_;
    std::function<LabelledPicture(std::int64_t)> make_;
};

}  // namespace

std::unique_ptr<PictureSet> openPictureSet(const std::string& path) {
    if (fs::is_directory(path)) return std::make_unique<Folder>(path);
    if (!fs::exists(path)) {
        throw Error(ErrorKind::File, "There is no folder or file '" + path + "'.",
                    "Name a folder or an .npz file of pictures.");
    }
    return openArchive(path);
}

std::unique_ptr<PictureSet> madePictures(std::int64_t count,
                                         std::function<LabelledPicture(std::int64_t)> make) {
    return std::make_unique<Made>(count, std::move(make));
}

}  // namespace duo::eval
