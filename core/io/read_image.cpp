// A picture by its content. JPEG and BMP go to stb_image, whose code is compiled here and nowhere
// else, reduced JPEG to libjpeg, PNG to libpng, WebP to libwebp, TIFF to libtiff.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#include <stb/stb_image.h>
#include <webp/decode.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>

#include "io/bad_picture.h"
#include "io/exif.h"
#include "io/image.h"
#include "io/jpeg.h"
#include "io/mapped_file.h"
#include "io/orientation.h"
#include "io/png.h"
#include "io/tiff.h"

namespace duo::io {
namespace {

struct FreePixels {
    void operator()(stbi_uc* pixels) const { stbi_image_free(pixels); }
};

struct FreeWebp {
    void operator()(std::uint8_t* pixels) const { WebPFree(pixels); }
};

bool begins(std::span<const std::byte> bytes, std::string_view magic) {
    return bytes.size() >= magic.size() &&
           std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
}

bool isWebp(std::span<const std::byte> bytes) {
    return bytes.size() > 12 && begins(bytes, "RIFF") && begins(bytes.subspan(8), "WEBP");
}

void requireSize(const std::string& path, std::int64_t width, std::int64_t height) {
    if (width * height <= kMaxPixels) return;
    refuseSize(path, width, height);
}

RgbImage decodeByStb(const std::string& path, std::span<const std::byte> bytes) {
    const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
    if (bytes.size() > std::numeric_limits<int>::max()) {
        refusePicture(path, "is too large: more than 2 GiB");
    }
    const int size = static_cast<int>(bytes.size());
    int width = 0;
    int height = 0;
    int channels = 0;
    if (stbi_info_from_memory(data, size, &width, &height, &channels) == 0) {
        refusePicture(path, std::string("cannot be read: ") + stbi_failure_reason());
    }
    requireSize(path, width, height);
    const std::unique_ptr<stbi_uc, FreePixels> pixels(
        stbi_load_from_memory(data, size, &width, &height, &channels, 3));
    if (!pixels) refusePicture(path, std::string("cannot be read: ") + stbi_failure_reason());
    const std::size_t count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    return {width, height, std::vector<std::uint8_t>(pixels.get(), pixels.get() + count * 3)};
}

RgbImage decodeWebp(const std::string& path, std::span<const std::byte> bytes) {
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    int width = 0;
    int height = 0;
    if (WebPGetInfo(data, bytes.size(), &width, &height) == 0) {
        refusePicture(path, "cannot be read: it is not a complete WebP picture");
    }
    requireSize(path, width, height);
    const std::unique_ptr<std::uint8_t, FreeWebp> pixels(
        WebPDecodeRGBA(data, bytes.size(), &width, &height));
    if (!pixels) refusePicture(path, "cannot be read: it is an animation, or its data are damaged");
    return onWhite(width, height, {pixels.get(), std::size_t{4} * width * height});
}

bool isJpeg(std::span<const std::byte> bytes) {
    return begins(bytes, "\xFF\xD8\xFF");
}

RgbImage decodeAny(const std::string& path, std::span<const std::byte> bytes) {
    if (isPng(bytes)) return upright(decodePng(path, bytes), exifOrientation(exifOf(bytes)));
    if (isJpeg(bytes)) return upright(decodeByStb(path, bytes), exifOrientation(exifOf(bytes)));
    if (begins(bytes, "BM")) return decodeByStb(path, bytes);
    if (isWebp(bytes)) return upright(decodeWebp(path, bytes), exifOrientation(exifOf(bytes)));
    if (isTiff(bytes)) return decodeTiff(path, bytes);
    throw Error(ErrorKind::File,
                "The file '" + path + "' is not a picture: expected PNG, JPEG, WebP, BMP or TIFF.");
}

}  // namespace

RgbImage onWhite(int width, int height, std::span<const std::uint8_t> rgba, bool premultiplied) {
    RgbImage image{width, height, {}};
    image.pixels.reserve(rgba.size() / 4 * 3);
    for (std::size_t at = 0; at + 3 < rgba.size(); at += 4) {
        const int alpha = rgba[at + 3];
        for (int c = 0; c < 3; ++c) {
            const int own = rgba[at + c] * (premultiplied ? 255 : alpha);
            const int mixed = std::min((own + 255 * (255 - alpha) + 127) / 255, 255);
            image.pixels.push_back(static_cast<std::uint8_t>(mixed));
        }
    }
    return image;
}

RgbImage readImage(const std::string& path) {
    const MappedFile file(path);
    return decodeAny(path, file.bytes());
}

RgbImage readReducedImage(const std::string& path, int edge) {
    const MappedFile file(path);
    const std::span<const std::byte> bytes = file.bytes();
    if (isJpeg(bytes)) {
        std::optional<RgbImage> reduced = decodeJpegReduced(bytes, edge);
        if (reduced) return upright(std::move(*reduced), exifOrientation(exifOf(bytes)));
    }
    return decodeAny(path, bytes);
}

}  // namespace duo::io
