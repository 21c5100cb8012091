#include "eval/picture_set.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <vector>

#include "base/error.h"
#include "io/image.h"
#include "io/npz_reader.h"
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
    if (file.extension() == ".png") {
        const io::PngTexts texts = io::readPngTexts(file.string());
        const auto found = texts.find(kProvenanceKey);
        if (found != texts.end()) {
            const int label = parseProvenance(found->second).label;
            return label == kNoClass ? std::nullopt : std::optional(label);
        }
    }
    return labelInName(file.stem().string());
}

class Folder final : public PictureSet {
  public:
    explicit Folder(const std::string& path) {
        for (const auto& entry : fs::recursive_directory_iterator(path)) {
            std::string suffix = entry.path().extension().string();
            std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                           [](unsigned char c) { return std::tolower(c); });
            if (suffix == ".png" || suffix == ".jpg" || suffix == ".jpeg") {
                files_.push_back(entry.path());
            }
        }
        std::sort(files_.begin(), files_.end());
        if (!files_.empty()) return;
        throw Error(ErrorKind::File, "The folder '" + path + "' holds no PNG or JPEG.");
    }
    std::int64_t count() const override { return static_cast<std::int64_t>(files_.size()); }
    LabelledPicture picture(std::int64_t index) const override {
        const fs::path& file = files_[index];
        return {toTensor(io::readImage(file.string())), labelOf(file)};
    }

  private:
    std::vector<fs::path> files_;
};

class Archive final : public PictureSet {
  public:
    explicit Archive(const std::string& path) : file_(path), pictures_(file_.array("arr_0")) {
        const std::vector<std::int64_t>& shape = pictures_.shape;
        if (pictures_.type != io::NpyType::UInt8 || shape.size() != 4 || shape[0] < 1 ||
            shape[1] < 1 || shape[2] < 1 || shape[3] != 3) {
            throw Error(ErrorKind::File,
                        "The array 'arr_0' of '" + path +
                            "' does not hold pictures: expected uint8 [n, h, w, 3].");
        }
        if (!file_.has("arr_1")) return;
        const io::NpzFile::Array labels = file_.array("arr_1");
        if (labels.type == io::NpyType::Int64 && labels.shape == std::vector{shape[0]}) {
            labels_ = labels.data;
        }
    }
    std::int64_t count() const override { return pictures_.shape[0]; }
    LabelledPicture picture(std::int64_t index) const override {
        at::Tensor pixels_HW3 = at::empty({pictures_.shape[1], pictures_.shape[2], 3}, at::kByte);
        const std::size_t bytes = pixels_HW3.nbytes();
        std::memcpy(pixels_HW3.data_ptr(),
                    pictures_.data.data() + bytes * static_cast<std::size_t>(index), bytes);
        return {pixels_HW3, label(index)};
    }

  private:
    std::optional<int> label(std::int64_t index) const {
        if (labels_.empty()) return std::nullopt;
        std::int64_t label = 0;
        std::memcpy(&label, labels_.data() + sizeof(label) * static_cast<std::size_t>(index),
                    sizeof(label));
        return label == kNoClass ? std::nullopt : std::optional(static_cast<int>(label));
    }

    io::NpzFile file_;
    io::NpzFile::Array pictures_;
    std::span<const std::byte> labels_;
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
    return std::make_unique<Archive>(path);
}

std::unique_ptr<PictureSet> madePictures(std::int64_t count,
                                         std::function<LabelledPicture(std::int64_t)> make) {
    return std::make_unique<Made>(count, std::move(make));
}

}  // namespace duo::eval
