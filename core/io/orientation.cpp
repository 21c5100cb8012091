#include "io/orientation.h"

#include <cstdint>
#include <cstring>

namespace duo::io {
namespace {

// Where the pixel at (x, y) of the upright picture lies in a picture of width x height.
std::size_t sourceOf(int x, int y, int width, int height, int orientation) {
    const bool turned = orientation >= 5;
    int row = turned ? x : y;
    int column = turned ? y : x;
    if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {
        row = height - 1 - row;
    }
    if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) {
        column = width - 1 - column;
    }
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(column);
}

}  // namespace

RgbImage upright(RgbImage image, int orientation) {
    if (orientation <= 1 || orientation > 8) return image;
    const bool turned = orientation >= 5;
    RgbImage made{turned ? image.height : image.width, turned ? image.width : image.height, {}};
    made.pixels.resize(image.pixels.size());
    std::uint8_t* to = made.pixels.data();
    for (int y = 0; y < made.height; ++y) {
        for (int x = 0; x < made.width; ++x, to += 3) {
            const std::size_t from = sourceOf(x, y, image.width, image.height, orientation);
            std::memcpy(to, image.pixels.data() + 3 * from, 3);
        }
    }
    return made;
}

}  // namespace duo::io
