#include "io/exif.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace duo::io {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::uint16_t kOrientationTag = 0x0112, kExifTag = 0x8769, kCommentTag = 0x9286;
constexpr std::uint16_t kShort = 3;
constexpr std::string_view kExifStart("Exif\0\0", 6);
constexpr std::size_t kMaxComment = std::size_t{1} << 20;

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

Bytes withoutStart(Bytes exif) {
    return textOf(exif).starts_with(kExifStart) ? exif.subspan(kExifStart.size()) : exif;
}

bool isBigEndian(Bytes exif) {
    return textOf(exif).starts_with("MM");
}

// The offset of a tag's entry (12 bytes: tag, type, count, value or its offset) in a directory.
std::optional<std::size_t> findEntry(Bytes exif, std::size_t directory, std::uint32_t tag) {
    const bool big = isBigEndian(exif);
    if (!big && !textOf(exif).starts_with("II")) return {};
    const std::uint32_t entries = number(exif, directory, 2, big);
    for (std::uint32_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + std::size_t{12} * i;
        if (entry + 12 > exif.size()) break;
        if (number(exif, entry, 2, big) == tag) return entry;
    }
    return {};
}

Bytes exifOfJpeg(Bytes file) {
    constexpr std::uint32_t kApp1 = 0xFFE1, kStartOfScan = 0xFFDA;
    for (std::size_t at = 2; at + 4 <= file.size();) {
        const std::uint32_t marker = number(file, at, 2, true);
        const std::size_t length = number(file, at + 2, 2, true);  // includes its own 2 bytes
        if (marker < 0xFF00 || marker == kStartOfScan || length < 2) break;
        const Bytes body = file.subspan(at + 4, std::min(length - 2, file.size() - at - 4));
        if (marker == kApp1 && textOf(body).starts_with(kExifStart)) return body;
        at += 2 + length;
    }
    return {};
}

Bytes exifOfPng(Bytes file) {
    constexpr std::size_t kSignature = 8, kFrame = 12;  // length, type, checksum
    for (std::size_t at = kSignature; at + kFrame <= file.size();) {
        const std::size_t length = number(file, at, 4, true);
        if (length > file.size() - at - kFrame) break;
        const std::string_view type = textOf(file.subspan(at + 4, 4));
        if (type == "eXIf") return file.subspan(at + 8, length);
        if (type == "IEND") break;
        at += kFrame + length;
    }
    return {};
}

Bytes exifOfWebp(Bytes file) {
    constexpr std::size_t kHead = 12, kFrame = 8;  // type, length
    for (std::size_t at = kHead; at + kFrame <= file.size();) {
        const std::size_t length = number(file, at + 4, 4, false);
        if (length > file.size() - at - kFrame) break;
        const std::string_view type = textOf(file.subspan(at, 4));
        if (type == "EXIF") return file.subspan(at + kFrame, length);
        at += kFrame + length + length % 2;
    }
    return {};
}

void appendUtf8(std::string& out, std::uint32_t code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | code >> 6);
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | code >> 12);
        out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | code >> 18);
        out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
        out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

// The byte order is the file's, but many programs write the other: zero bytes tell.
std::string fromUtf16(Bytes bytes, bool bigEndian) {
    std::size_t evenZeros = 0, oddZeros = 0;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        evenZeros += bytes[i] == std::byte{0};
        oddZeros += bytes[i + 1] == std::byte{0};
    }
    const bool big = evenZeros == oddZeros ? bigEndian : evenZeros > oddZeros;
    std::string out;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        std::uint32_t code = number(bytes, i, 2, big);
        if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size()) {
            const std::uint32_t low = number(bytes, i + 2, 2, big);
            if (low < 0xDC00 || low > 0xDFFF) continue;
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        } else if (code >= 0xD800 && code < 0xE000) {
            continue;  // half of a pair
        }
        if (code != 0) appendUtf8(out, code);
    }
    return out;
}

}  // namespace

Bytes exifOf(Bytes file) {
    const std::string_view start = textOf(file.first(std::min<std::size_t>(file.size(), 12)));
    if (start.starts_with("\x89PNG")) return withoutStart(exifOfPng(file));
    if (start.starts_with("RIFF")) return withoutStart(exifOfWebp(file));
    if (start.starts_with("\xFF\xD8")) return withoutStart(exifOfJpeg(file));
    return {};
}

int exifOrientation(Bytes exif) {
    const bool big = isBigEndian(exif);
    const auto entry = findEntry(exif, number(exif, 4, 4, big), kOrientationTag);
    if (!entry) return 1;
    const std::uint32_t value = number(exif, *entry + 8, 2, big);
    const bool valid = number(exif, *entry + 2, 2, big) == kShort && value >= 1 && value <= 8;
    return valid ? static_cast<int>(value) : 1;
}

std::string exifUserComment(Bytes exif) {
    constexpr std::size_t kCode = 8;  // names the encoding
    const bool big = isBigEndian(exif);
    const auto inner = findEntry(exif, number(exif, 4, 4, big), kExifTag);
    if (!inner) return {};
    const auto entry = findEntry(exif, number(exif, *inner + 8, 4, big), kCommentTag);
    if (!entry) return {};
    const std::size_t count = number(exif, *entry + 4, 4, big);
    const std::size_t at = number(exif, *entry + 8, 4, big);
    if (count < kCode || count > kMaxComment || at > exif.size() || exif.size() - at < count) {
        return {};
    }
    const Bytes body = exif.subspan(at + kCode, count - kCode);
    if (textOf(exif.subspan(at, kCode)).starts_with("UNICODE")) return fromUtf16(body, big);
    const std::string_view text = textOf(body);
    return std::string(text.substr(0, text.find('\0')));
}

}  // namespace duo::io
