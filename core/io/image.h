// Pictures as plain bytes, and reading them from files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace duo::io {

struct RgbImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;  // [height, width, 3], RGB
    bool operator==(const RgbImage&) const = default;
};

// Reads a PNG or JPEG, told apart by content; transparent pixels are blended on white. Error(File):
// missing, another format, corrupt, more than kMaxPixels.
RgbImage readImage(const std::string& path);

inline constexpr std::int64_t kMaxPixels = std::int64_t{1} << 27;

}  // namespace duo::io
