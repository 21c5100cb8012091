#include "eval/archive_pictures.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/error.h"
#include "io/mapped_file.h"
#include "io/npz_reader.h"
#include "protocol/generation_request.h"

namespace duo::eval {
namespace {

constexpr std::array kPictureNames{"arr_0", "samples", "images"};
constexpr std::array kLabelNames{"arr_1", "label", "labels"};
constexpr std::int64_t kProbed = 64;      // pictures that tell the range of floating-point numbers
constexpr double kRangeTolerance = 0.02;  // by which rounding may leave the range

// Which numbers mean black and white.
struct Range {
    double black, white;
    const char* words;
};
constexpr Range kUnit{0, 1, "0 to 1"}, kSigned{-1, 1, "-1 to 1"}, kBytes{0, 255, "0 to 255"};

std::string listOf(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "nothing" : text;
}

template <std::size_t N>
std::optional<std::string> firstOf(const io::NpzFile& file,
                                   const std::array<const char*, N>& names) {
    for (const char* name : names) {
        if (file.has(name)) return name;
    }
    return std::nullopt;
}

at::ScalarType scalarType(io::NpyType type) {
    switch (type) {
        case io::NpyType::UInt8:
            return at::kByte;
        case io::NpyType::Int32:
            return at::kInt;
        case io::NpyType::Int64:
            return at::kLong;
        case io::NpyType::Float32:
            return at::kFloat;
        case io::NpyType::Float64:
            break;
    }
    return at::kDouble;
}

class Archive final : public PictureSet {
  public:
    explicit Archive(const std::string& path) : file_(path) {
        const std::optional<std::string> name = firstOf(file_, kPictureNames);
        if (!name) {
            throw Error(ErrorKind::File,
                        "The archive '" + path +
                            "' holds no array of pictures named arr_0, samples or images; found " +
                            listOf(file_.names()) + ".",
                        "Save it again with numpy.savez(FILE, arr_0=pictures).");
        }
        name_ = *name;
        pictures_ = file_.array(name_);
        requirePictures();
        if (isFloat()) range_ = probe();
        readLabels();
    }

    std::int64_t count() const override { return pictures_.shape[0]; }

    LabelledPicture picture(std::int64_t index) const override {
        at::Tensor pixels = raw(index);
        if (channelsFirst_) pixels = pixels.permute({1, 2, 0});
        if (isFloat()) {
            requireInRange(pixels, index);
            const double scale = 255 / (range_.white - range_.black);
            pixels = pixels.to(at::kDouble).sub(range_.black).mul(scale).round().clamp(0, 255);
        }
        return {pixels.to(at::kByte).contiguous(), label(index)};
    }

    std::vector<std::string> notes() const override {
        if (!isFloat()) return {};
        return {"The pictures of '" + file_.path() + "' are floating-point numbers, read as " +
                range_.words + " from black to white."};
    }

  private:
    bool isFloat() const { return pictures_.type >= io::NpyType::Float32; }

    void requirePictures() {
        const std::vector<std::int64_t>& shape = pictures_.shape;
        const bool typed = pictures_.type == io::NpyType::UInt8 || isFloat();
        const bool sized = shape.size() == 4 &&
                           std::ranges::all_of(shape, [](std::int64_t side) { return side > 0; });
        if (typed && sized && shape[3] == 3) return;
        channelsFirst_ = typed && sized && shape[1] == 3;
        if (channelsFirst_) return;
        throw Error(ErrorKind::File,
                    "The array '" + name_ + "' of '" + file_.path() +
                        "' does not hold pictures: expected [n, h, w, 3] or [n, 3, h, w] of uint8, "
                        "float32 or float64.");
    }

    // The numbers of one picture, in the order of the file.
    at::Tensor raw(std::int64_t index) const {
        const std::vector<std::int64_t>& shape = pictures_.shape;
        at::Tensor pixels = at::empty({shape[1], shape[2], shape[3]}, scalarType(pictures_.type));
        const std::size_t bytes = pixels.nbytes();
        std::memcpy(pixels.data_ptr(),
                    pictures_.data.data() + bytes * static_cast<std::size_t>(index), bytes);
        return pixels;
    }

    Range probe() const {
        double low = 0, high = 0;
        for (std::int64_t i = 0; i < std::min(kProbed, count()); ++i) {
            const at::Tensor pixels = raw(i);
            low = std::min(low, pixels.min().item<double>());
            high = std::max(high, pixels.max().item<double>());
        }
        if (low < -kRangeTolerance) return kSigned;
        return high > 1 + kRangeTolerance ? kBytes : kUnit;
    }

    void requireInRange(const at::Tensor& pixels, std::int64_t index) const {
        const double slack = kRangeTolerance * (range_.white - range_.black);
        const double low = pixels.min().item<double>(), high = pixels.max().item<double>();
        if (low >= range_.black - slack && high <= range_.white + slack) return;  // false for NaN
        throw Error(ErrorKind::File, "Picture " + std::to_string(index) + " of '" + file_.path() +
                                         "' holds numbers from " + std::to_string(low) + " to " +
                                         std::to_string(high) + "; expected " + range_.words +
                                         ", as in the first pictures.");
    }

    void readLabels() {
        const std::optional<std::string> name = firstOf(file_, kLabelNames);
        if (!name) return;
        const io::NpzFile::Array labels = file_.array(*name);
        const bool whole = labels.type == io::NpyType::Int64 || labels.type == io::NpyType::Int32;
        if (whole && labels.shape == std::vector{pictures_.shape[0]}) labels_ = labels;
    }

    std::optional<int> label(std::int64_t index) const {
        if (labels_.shape.empty()) return std::nullopt;
        const std::byte* at =
            labels_.data.data() + io::itemBytes(labels_.type) * static_cast<std::size_t>(index);
        const std::int64_t label = labels_.type == io::NpyType::Int32
                                       ? io::loadLittle<std::int32_t>(at)
                                       : io::loadLittle<std::int64_t>(at);
        return label == kNoClass ? std::nullopt : std::optional(static_cast<int>(label));
    }

    io::NpzFile file_;
    std::string name_;
    io::NpzFile::Array pictures_;
    io::NpzFile::Array labels_;  // no shape if there are none
    bool channelsFirst_ = false;
    Range range_ = kBytes;
};

}  // namespace

bool holdsPictures(const io::NpzFile& file) {
    return firstOf(file, kPictureNames).has_value();
}

std::unique_ptr<PictureSet> openArchive(const std::string& path) {
    return std::make_unique<Archive>(path);
}

}  // namespace duo::eval
