// Pictures as plain bytes, and their files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace duo::io {

struct RgbImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;  // [height, width, 3], red first
    bool operator==(const RgbImage&) const = default;
};

// A PNG or JPEG by its content; transparency lies on white. Error(File): absent, no such picture,
// corrupt, larger than kMostPixels.
RgbImage readImage(const std::string& path);

inline constexpr std::int64_t kMostPixels = std::int64_t{1} << 27;

}  // namespace duo::io
