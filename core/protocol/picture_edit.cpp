#include "protocol/picture_edit.h"

#include <numeric>

#include "base/error.h"

namespace duo {
namespace {

constexpr int kMaxSide = 1 << 15;
constexpr int kMaxFeather = 512;

std::string sizeText(int width, int height) {
    return std::to_string(width) + " x " + std::to_string(height);
}

void requireMask(const PictureMask& mask) {
    if (mask.width < 0 || mask.height < 1 || mask.width > kMaxSide || mask.height > kMaxSide) {
        throw Error(ErrorKind::Usage,
                    "A mask cannot have " + sizeText(mask.width, mask.height) + " pixels.");
    }
    std::int64_t sum = 0;
    for (const int run : mask.runs) {
        sum += run;
        if (run < 0) sum = -1;
        if (sum < 0) break;
    }
    if (sum == std::int64_t{mask.width} * mask.height) return;
    throw Error(ErrorKind::Usage, "The runs of a mask must sum to its " +
                                      sizeText(mask.width, mask.height) + " pixels.");
}

}  // namespace

PictureMask maskOf(int width, int height, const std::vector<std::uint8_t>& levels) {
    PictureMask mask{width, height, {}};
    bool drawn = false;
    int run = 0;
    for (const std::uint8_t level : levels) {
        if ((level >= 128) != drawn) {
            mask.runs.push_back(run);
            run = 0;
            drawn = !drawn;
        }
        ++run;
    }
    mask.runs.push_back(run);
    return mask;
}

std::vector<std::uint8_t> drawnPixels(const PictureMask& mask) {
    std::vector<std::uint8_t> drawn;
    drawn.reserve(static_cast<std::size_t>(mask.width) * mask.height);
    for (std::size_t i = 0; i < mask.runs.size(); ++i) {
        drawn.insert(drawn.end(), mask.runs[i], static_cast<std::uint8_t>(i % 2));
    }
    return drawn;
}

void PictureEdit::validate() const {
    if (!active() && mask == PictureMask{}) return;
    requireMask(mask);
    if (feather < -1 || feather > kMaxFeather) {
        throw Error(ErrorKind::Usage, "The soft edge of an edit must be from 0 to " +
                                          std::to_string(kMaxFeather) + " pixels; found " +
                                          std::to_string(feather) + ".");
    }
    const bool has = original.width > 0;
    if (!has && (source.empty() || feather >= 0)) {
        throw Error(ErrorKind::Usage, source.empty()
                                          ? "An edit needs the picture's pixels or token maps."
                                          : "An edit needs the picture's pixels to keep them.");
    }
    if (has && (original.width != mask.width || original.height != mask.height)) {
        throw Error(ErrorKind::Usage,
                    "The mask has " + sizeText(mask.width, mask.height) +
                        " pixels, but the picture has " +
                        sizeText(original.width, original.height) + ".",
                    "Make a mask of the picture's size.");
    }
    const auto pixels = static_cast<std::size_t>(original.width) * original.height;
    if (original.rgb.size() != 3 * pixels) {
        throw Error(ErrorKind::Usage, "The picture to edit has " +
                                          std::to_string(original.rgb.size()) +
                                          " bytes, not 3 for "
                                          "each of its pixels.");
    }
}

}  // namespace duo
