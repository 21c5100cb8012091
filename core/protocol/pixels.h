// A picture as 8-bit RGB.
#pragma once

#include <cstdint>
#include <vector>

namespace duo {

// Row-major, 3 * width * height bytes.
struct Pixels {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;
    bool operator==(const Pixels&) const = default;
};

}  // namespace duo
