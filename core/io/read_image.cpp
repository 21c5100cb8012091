// JPEG goes to stb_image, which is compiled only here; PNG goes to libpng.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#include <stb/stb_image.h>

#include <limits>
#include <memory>

#include "base/error.h"
#include "io/image.h"
#include "io/mapped_file.h"
#include "io/png.h"

namespace duo::io {
namespace {

struct FreePixels {
    void operator()(stbi_uc* pixels) const { stbi_image_free(pixels); }
};

bool isJpeg(std::span<const std::byte> bytes) {
    return bytes.size() > 3 && bytes[0] == std::byte{0xFF} && bytes[1] == std::byte{0xD8} &&
           bytes[2] == std::byte{0xFF};
}

RgbImage decodeJpeg(const std::string& path, std::span<const std::byte> bytes) {
    const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
    const std::string start = "The picture '" + path + "' ";
    if (bytes.size() > std::numeric_limits<int>::max()) {
        throw Error(ErrorKind::File, start + "is too large: more than 2 GiB.");
    }
    const int size = static_cast<int>(bytes.size());
    int width = 0;
    int height = 0;
    int channels = 0;
    if (stbi_info_from_memory(data, size, &width, &height, &channels) == 0) {
        throw Error(ErrorKind::File, start + "cannot be read: " + stbi_failure_reason() + ".");
    }
    if (std::int64_t{width} * height > kMaxPixels) {
        throw Error(ErrorKind::File, start + "is too large: " + std::to_string(width) + " x " +
                                         std::to_string(height) + " pixels.");
    }
    const std::unique_ptr<stbi_uc, FreePixels> pixels(
        stbi_load_from_memory(data, size, &width, &height, &channels, 3));
    if (!pixels) {
        throw Error(ErrorKind::File, start + "cannot be read: " + stbi_failure_reason() + ".");
    }
    const std::size_t count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    return {width, height, std::vector<std::uint8_t>(pixels.get(), pixels.get() + count * 3)};
}

}  // namespace

RgbImage readImage(const std::string& path) {
    const MappedFile file(path);
    if (isPng(file.bytes())) return decodePng(path, file.bytes());
    if (isJpeg(file.bytes())) return decodeJpeg(path, file.bytes());
    throw Error(ErrorKind::File, "The file '" + path + "' is not a picture: expected PNG or JPEG.");
}

}  // namespace duo::io
