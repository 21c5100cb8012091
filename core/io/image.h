// Pictures as plain bytes, and reading them from files.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace duo::io {

struct RgbImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;  // [height, width, 3], RGB
    bool operator==(const RgbImage&) const = default;
};

// PNG, JPEG, WebP, BMP or TIFF, told by the content and not by the name; transparency lies on
// white; the orientation in EXIF data is applied. Error(File): absent, no such picture, corrupt,
// larger than kMaxPixels.
RgbImage readImage(const std::string& path);

// As readImage, for a caller that scales the picture down to a short side of `edge` pixels or
// fewer: a JPEG is decoded at 1/2, 1/4 or 1/8 of its size as long as its short side keeps `edge`
// pixels, which takes a fraction of the time and memory. Other formats are read whole.
RgbImage readReducedImage(const std::string& path, int edge);

// rgba: [height, width, 4]; premultiplied: the colours hold their alpha already
RgbImage onWhite(int width, int height, std::span<const std::uint8_t> rgba,
                 bool premultiplied = false);

inline constexpr std::int64_t kMaxPixels = std::int64_t{1} << 27;

}  // namespace duo::io
