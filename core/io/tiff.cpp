#include "io/tiff.h"

#include <tiffio.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "io/bad_picture.h"
#include "io/orientation.h"

namespace duo::io {
namespace {

// What libtiff reads from, with the place it has come to.
struct Source {
    std::span<const std::byte> bytes;
    std::size_t at = 0;
};

Source& sourceOf(thandle_t handle) {
    return *static_cast<Source*>(handle);
}

tmsize_t readSome(thandle_t handle, void* to, tmsize_t wanted) {
    Source& source = sourceOf(handle);
    const std::size_t left = source.bytes.size() - std::min(source.at, source.bytes.size());
    const std::size_t count =
        std::min(left, static_cast<std::size_t>(std::max<tmsize_t>(wanted, 0)));
    if (count > 0) std::memcpy(to, source.bytes.data() + source.at, count);
    source.at += count;
    return static_cast<tmsize_t>(count);
}

tmsize_t writeNothing(thandle_t, void*, tmsize_t) {
    return 0;
}

toff_t seek(thandle_t handle, toff_t offset, int from) {
    Source& source = sourceOf(handle);
    const std::size_t base = from == SEEK_SET   ? 0
                             : from == SEEK_CUR ? source.at
                                                : source.bytes.size();
    source.at = base + offset;
    return source.at;
}

int closeNothing(thandle_t) {
    return 0;
}

toff_t sizeOf(thandle_t handle) {
    return sourceOf(handle).bytes.size();
}

struct CloseTiff {
    void operator()(TIFF* file) const { TIFFClose(file); }
};

// libtiff prints to standard error unless told otherwise; core never prints.
void silence() {
    static const bool once = [] {
        TIFFSetErrorHandler(nullptr);
        TIFFSetWarningHandler(nullptr);
        return true;
    }();
    static_cast<void>(once);
}

}  // namespace

bool isTiff(std::span<const std::byte> bytes) {
    const auto is = [bytes](const char* magic) {
        return bytes.size() > 8 && std::memcmp(bytes.data(), magic, 4) == 0;
    };
    return is("II*\0") || is("MM\0*") || is("II+\0") || is("MM\0+");
}

RgbImage decodeTiff(const std::string& path, std::span<const std::byte> bytes) {
    silence();
    Source source{bytes};
    const std::unique_ptr<TIFF, CloseTiff> file(
        TIFFClientOpen(path.c_str(), "rm", &source, readSome, writeNothing, seek, closeNothing,
                       sizeOf, nullptr, nullptr));
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    if (!file || TIFFGetField(file.get(), TIFFTAG_IMAGEWIDTH, &width) == 0 ||
        TIFFGetField(file.get(), TIFFTAG_IMAGELENGTH, &height) == 0 || width == 0 || height == 0) {
        refusePicture(path, "cannot be read: it is not a complete TIFF picture");
    }
    const std::uint64_t count = std::uint64_t{width} * height;
    if (count > static_cast<std::uint64_t>(kMaxPixels)) {
        refuseSize(path, width, height);
    }
    std::uint16_t orientation = ORIENTATION_TOPLEFT;
    TIFFGetFieldDefaulted(file.get(), TIFFTAG_ORIENTATION, &orientation);
    if (orientation < ORIENTATION_TOPLEFT || orientation > ORIENTATION_LEFTBOT) {
        orientation = ORIENTATION_TOPLEFT;
    }
    std::vector<std::uint32_t> pixels(count);  // A B G R from the highest byte on
    // Asking for the orientation of the file keeps its rows as they are; libtiff cannot turn them.
    if (TIFFReadRGBAImageOriented(file.get(), width, height, pixels.data(), orientation,
                                  /*stop_on_error=*/1) == 0) {
        refusePicture(path, "cannot be read: its data are damaged or of a rare kind");
    }
    return upright(onWhite(static_cast<int>(width), static_cast<int>(height),
                           {reinterpret_cast<const std::uint8_t*>(pixels.data()), count * 4},
                           /*premultiplied=*/true),
                   orientation);
}

}  // namespace duo::io
