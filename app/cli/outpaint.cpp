#include "outpaint.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "base/error.h"

namespace duo::cli {
namespace {

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
    throw Error(ErrorKind::Usage,
                "--outpaint takes left, right, top or bottom with the pixels to add, as left:64 or "
                "left:64,top:32; found '" +
                    text + "', " + why + ".");
}

void readSide(Outpaint& outpaint, std::string_view part, const std::string& text) {
    const std::size_t colon = part.find(':');
    const std::string_view side = part.substr(0, colon);
    int* const value = side == "left"     ? &outpaint.left
                       : side == "right"  ? &outpaint.right
                       : side == "top"    ? &outpaint.top
                       : side == "bottom" ? &outpaint.bottom
                                          : nullptr;
    if (value == nullptr || colon == std::string_view::npos) refuse(text, "which names no side");
    const std::string_view number = part.substr(colon + 1);
    const char* const end = number.data() + number.size();
    const auto [stop, problem] = std::from_chars(number.data(), end, *value);
    if (problem != std::errc() || stop != end || *value < 1) refuse(text, "which has no pixels");
}

const std::uint8_t* pixelOf(const io::RgbImage& picture, int x, int y) {
    return picture.pixels.data() + 3 * (static_cast<std::size_t>(y) * picture.width + x);
}

template <class Source>
io::RgbImage painted(int width, int height, Source source) {
    io::RgbImage image{width, height, {}};
    image.pixels.reserve(static_cast<std::size_t>(3) * width * height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const std::uint8_t* const pixel = source(x, y);
            image.pixels.insert(image.pixels.end(), pixel, pixel + 3);
        }
    }
    return image;
}

}  // namespace

Outpaint parseOutpaint(const std::string& text, int width, int height) {
    Outpaint outpaint;
    for (std::string_view rest = text;;) {
        const std::size_t comma = rest.find(',');
        readSide(outpaint, rest.substr(0, comma), text);
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
    }
    if ((outpaint.left > 0 && outpaint.right > 0) || (outpaint.top > 0 && outpaint.bottom > 0)) {
        refuse(text, "which widens opposite sides at once");
    }
    if (std::abs(outpaint.moveX()) >= width || std::abs(outpaint.moveY()) >= height) {
        refuse(text, "which leaves nothing of a picture of " + std::to_string(width) + " x " +
                         std::to_string(height) + " pixels");
    }
    return outpaint;
}

io::RgbImage moved(const io::RgbImage& picture, const Outpaint& outpaint) {
    return painted(picture.width, picture.height, [&](int x, int y) {
        return pixelOf(picture, std::clamp(x - outpaint.moveX(), 0, picture.width - 1),
                       std::clamp(y - outpaint.moveY(), 0, picture.height - 1));
    });
}

PictureMask stripMask(int width, int height, const Outpaint& outpaint) {
    std::vector<std::uint8_t> levels;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool isFree = x < outpaint.left || x >= width - outpaint.right ||
                                y < outpaint.top || y >= height - outpaint.bottom;
            levels.push_back(isFree ? 255 : 0);
        }
    }
    return maskOf(width, height, levels);
}

io::RgbImage widened(const io::RgbImage& drawn, const io::RgbImage& original,
                     const Outpaint& outpaint) {
    const int width = drawn.width, height = drawn.height;
    const int left = outpaint.right, top = outpaint.bottom;  // where the drawn picture begins
    return painted(width + std::abs(outpaint.moveX()), height + std::abs(outpaint.moveY()),
                   [&](int x, int y) {
                       const int dx = x - left, dy = y - top;
                       if (dx >= 0 && dx < width && dy >= 0 && dy < height) {
                           return pixelOf(drawn, dx, dy);
                       }
                       return pixelOf(original, std::clamp(x - outpaint.left, 0, width - 1),
                                      std::clamp(y - outpaint.top, 0, height - 1));
                   });
}

}  // namespace duo::cli
