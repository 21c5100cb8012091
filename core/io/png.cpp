#include "io/png.h"

#include <png.h>
#include <zlib.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <string_view>

#include "base/error.h"
#include "io/atomic_file.h"
#include "io/bad_picture.h"
#include "io/mapped_file.h"

namespace duo::io {
namespace {

constexpr std::string_view kSignature("\x89PNG\r\n\x1a\n", 8);
constexpr std::size_t kHeaderEnd = 8 + 25;  // signature and IHDR chunk
constexpr std::size_t kChunkFrame = 12;     // length, type, checksum
constexpr std::size_t kMaxText = std::size_t{16} << 20;
constexpr std::int64_t kMaxInflation = 1032;  // deflate's maximum ratio

void putBigEndian(std::vector<std::byte>& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::byte>(value >> shift & 0xFF));
    }
}

std::uint32_t bigEndian(const std::byte* bytes) {
    return __builtin_bswap32(loadLittle<std::uint32_t>(bytes));
}

std::uint32_t checksum(const std::byte* bytes, std::size_t count) {
    const auto* data = reinterpret_cast<const Bytef*>(bytes);
    return static_cast<std::uint32_t>(crc32_z(0, data, count));
}

bool isAscii(const std::string& text) {
    return std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); });
}

void appendTextChunk(std::vector<std::byte>& out, const std::string& keyword,
                     const std::string& text) {
    assert(!keyword.empty() && keyword.size() <= 79 && isAscii(keyword));
    // Fields after the keyword of an iTXt: uncompressed (2 bytes), no language, no translated
    // keyword.
    const std::string between = isAscii(text) ? std::string(1, '\0') : std::string(5, '\0');
    const std::string type = isAscii(text) ? "tEXt" : "iTXt";
    const std::string body = type + keyword + between + text;
    putBigEndian(out, static_cast<std::uint32_t>(body.size() - type.size()));
    const auto* bytes = reinterpret_cast<const std::byte*>(body.data());
    out.insert(out.end(), bytes, bytes + body.size());
    putBigEndian(out, checksum(bytes, body.size()));
}

std::string inflateText(const std::string& path, std::string_view packed) {
    std::string text;
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    int status = Z_OK;
    while (status == Z_OK && text.size() < kMaxText) {
        char piece[4096];
        stream.next_out = reinterpret_cast<Bytef*>(piece);
        stream.avail_out = sizeof piece;
        status = inflate(&stream, Z_NO_FLUSH);
        text.append(piece, sizeof piece - stream.avail_out);
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END) refusePicture(path, "is corrupt: a compressed text is broken");
    return text;
}

std::string fromLatin1(std::string_view latin1) {
    std::string utf8;
    for (const unsigned char c : latin1) {
        if (c < 0x80) {
            utf8 += static_cast<char>(c);
        } else {
            utf8 += static_cast<char>(0xC0 | c >> 6);
            utf8 += static_cast<char>(0x80 | (c & 0x3F));
        }
    }
    return utf8;
}

// Cuts text at its first zero byte and leaves the rest in text.
std::string_view cutField(std::string_view& text) {
    const std::string_view field = text.substr(0, text.find('\0'));
    text.remove_prefix(std::min(field.size() + 1, text.size()));
    return field;
}

// Malformed texts are skipped; they do not make the picture unreadable.
void readTextChunk(const std::string& path, std::string_view type, std::string_view body,
                   PngTexts& texts) {
    const std::string keyword = fromLatin1(cutField(body));
    if (keyword.empty()) return;
    if (type == "tEXt") {
        texts[keyword] = fromLatin1(body);
    } else if (type == "zTXt" && !body.empty()) {
        texts[keyword] = fromLatin1(inflateText(path, body.substr(1)));
    } else if (type == "iTXt" && body.size() >= 2) {
        const bool packed = body[0] != '\0';
        body.remove_prefix(2);
        cutField(body);  // language
        cutField(body);  // translated keyword
        texts[keyword] = packed ? inflateText(path, body) : std::string(body);
    }
}

}  // namespace

bool isPng(std::span<const std::byte> bytes) {
    return bytes.size() >= kSignature.size() &&
           std::memcmp(bytes.data(), kSignature.data(), kSignature.size()) == 0;
}

std::vector<std::byte> encodePng(const RgbImage& image, const PngTexts& texts) {
    assert(image.pixels.size() == static_cast<std::size_t>(image.width) * image.height * 3);
    png_image header{};
    header.version = PNG_IMAGE_VERSION;
    header.width = static_cast<png_uint_32>(image.width);
    header.height = static_cast<png_uint_32>(image.height);
    header.format = PNG_FORMAT_RGB;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(header);
    std::vector<std::byte> pixels(size);
    if (png_image_write_to_memory(&header, pixels.data(), &size, 0, image.pixels.data(), 0,
                                  nullptr) == 0) {
        throw Error(ErrorKind::Internal,
                    std::string("A picture could not be packed as PNG: ") + header.message + ".");
    }
    pixels.resize(size);
    std::vector<std::byte> file(pixels.begin(), pixels.begin() + kHeaderEnd);
    for (const auto& [keyword, text] : texts) appendTextChunk(file, keyword, text);
    file.insert(file.end(), pixels.begin() + kHeaderEnd, pixels.end());
    return file;
}

void writePng(const std::string& path, const RgbImage& image, const PngTexts& texts) {
    const std::vector<std::byte> file = encodePng(image, texts);
    writeFileAtomically(path, file.data(), file.size());
}

namespace {

// Calls `take(type, body, intact)` for every text chunk; body: behind the type. -> false where the
// file breaks off before its end chunk
template <class Take>
bool forEachText(std::span<const std::byte> rest, Take take) {
    rest = rest.subspan(kSignature.size());
    while (true) {
        const std::size_t length = rest.size() >= kChunkFrame ? bigEndian(rest.data()) : 0;
        if (rest.size() < kChunkFrame || length > rest.size() - kChunkFrame) return false;
        const std::string_view chunk(reinterpret_cast<const char*>(rest.data()) + 4, 4 + length);
        const std::string_view type = chunk.substr(0, 4);
        if (type == "IEND") return true;
        if (type == "tEXt" || type == "zTXt" || type == "iTXt") {
            const bool intact =
                checksum(rest.data() + 4, 4 + length) == bigEndian(rest.data() + 8 + length);
            take(type, chunk.substr(4), intact);
        }
        rest = rest.subspan(kChunkFrame + length);
    }
}

}  // namespace

PngTexts readPngTexts(const std::string& path) {
    const MappedFile file(path);
    if (!isPng(file.bytes())) refusePicture(path, "is not a PNG");
    PngTexts texts;
    const auto take = [&](std::string_view type, std::string_view body, bool intact) {
        if (!intact) refusePicture(path, "is corrupt: the checksum of a text is wrong");
        readTextChunk(path, type, body, texts);
    };
    if (!forEachText(file.bytes(), take)) refusePicture(path, "is truncated");
    return texts;
}

PngTexts readablePngTexts(const std::string& path) {
    PngTexts texts;
    try {
        const MappedFile file(path);
        if (!isPng(file.bytes())) return texts;
        forEachText(file.bytes(), [&](std::string_view type, std::string_view body, bool intact) {
            try {
                if (intact) readTextChunk(path, type, body, texts);
            } catch (const Error&) {  // a compressed text that is broken or too large
            }
        });
    } catch (const Error&) {
    }
    return texts;
}

RgbImage decodePng(const std::string& path, std::span<const std::byte> bytes) {
    png_image header{};
    header.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&header, bytes.data(), bytes.size()) == 0) {
        refusePicture(path, std::string("cannot be read: ") + header.message);
    }
    const std::int64_t count = std::int64_t{header.width} * header.height;
    // Each pixel needs at least one bit of inflated data.
    const bool holds = count / 8 <= static_cast<std::int64_t>(bytes.size()) * kMaxInflation;
    if (count > kMaxPixels || !holds) {
        png_image_free(&header);
        refuseSize(path, header.width, header.height);
    }
    header.format = PNG_FORMAT_RGB;
    header.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // cameras and editors write 16 bits as sRGB
    RgbImage image{static_cast<int>(header.width), static_cast<int>(header.height), {}};
    image.pixels.resize(static_cast<std::size_t>(count) * 3);
    const png_color white{255, 255, 255};
    if (png_image_finish_read(&header, &white, image.pixels.data(), 0, nullptr) == 0) {
        refusePicture(path, std::string("cannot be read: ") + header.message);
    }
    return image;
}

}  // namespace duo::io
