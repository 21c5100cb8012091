#include "io/orientation.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace duo::io {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::uint16_t kOrientationTag = 0x0112, kShort = 3;
constexpr std::string_view kExifStart("Exif\0\0", 6);

std::string_view textOf(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// A number of `size` bytes at an offset; 0 behind the end.
std::uint32_t number(Bytes bytes, std::size_t at, std::size_t size, bool bigEndian) {
    if (at > bytes.size() || bytes.size() - at < size) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t place = bigEndian ? i : size - 1 - i;
        value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + place]);
    }
    return value;
}

// exif: a TIFF header and its first directory, perhaps behind "Exif\0\0".
int orientationOf(Bytes exif) {
    if (textOf(exif).starts_with(kExifStart)) exif = exif.subspan(kExifStart.size());
    const bool big = textOf(exif).starts_with("MM");
    if (!big && !textOf(exif).starts_with("II")) return 1;
    const std::size_t directory = number(exif, 4, 4, big);
    const std::uint32_t entries = number(exif, directory, 2, big);
    for (std::uint32_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + std::size_t{12} * i;
        if (entry + 12 > exif.size()) break;
        if (number(exif, entry, 2, big) != kOrientationTag) continue;
        const std::uint32_t value = number(exif, entry + 8, 2, big);
        const bool valid = number(exif, entry + 2, 2, big) == kShort && value >= 1 && value <= 8;
        return valid ? static_cast<int>(value) : 1;
    }
    return 1;
}

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

int jpegOrientation(Bytes file) {
    constexpr std::uint32_t kApp1 = 0xFFE1, kStartOfScan = 0xFFDA;
    for (std::size_t at = 2; at + 4 <= file.size();) {
        const std::uint32_t marker = number(file, at, 2, true);
        const std::size_t length = number(file, at + 2, 2, true);  // includes its own 2 bytes
        if (marker < 0xFF00 || marker == kStartOfScan || length < 2) break;
        const Bytes body = file.subspan(at + 4, std::min(length - 2, file.size() - at - 4));
        if (marker == kApp1 && textOf(body).starts_with(kExifStart)) return orientationOf(body);
        at += 2 + length;
    }
    return 1;
}

int pngOrientation(Bytes file) {
    constexpr std::size_t kSignature = 8, kFrame = 12;  // length, type, checksum
    for (std::size_t at = kSignature; at + kFrame <= file.size();) {
        const std::size_t length = number(file, at, 4, true);
        if (length > file.size() - at - kFrame) break;
        const std::string_view type = textOf(file.subspan(at + 4, 4));
        if (type == "eXIf") return orientationOf(file.subspan(at + 8, length));
        if (type == "IEND") break;
        at += kFrame + length;
    }
    return 1;
}

int webpOrientation(Bytes file) {
    constexpr std::size_t kHead = 12, kFrame = 8;  // type, length
    for (std::size_t at = kHead; at + kFrame <= file.size();) {
        const std::size_t length = number(file, at + 4, 4, false);
        if (length > file.size() - at - kFrame) break;
        const std::string_view type = textOf(file.subspan(at, 4));
        if (type == "EXIF") return orientationOf(file.subspan(at + kFrame, length));
        at += kFrame + length + length % 2;
    }
    return 1;
}

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
