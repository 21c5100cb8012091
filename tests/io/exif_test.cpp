#include "io/exif.h"

#include <gtest/gtest.h>

#include <vector>

namespace duo {
namespace {

std::string number(std::uint32_t value, int size, bool big) {
    std::string bytes;
    for (int i = 0; i < size; ++i) {
        bytes += static_cast<char>(value >> 8 * (big ? size - 1 - i : i));
    }
    return bytes;
}

std::string entry(int tag, int type, std::uint32_t count, std::uint32_t value, bool big) {
    return number(tag, 2, big) + number(type, 2, big) + number(count, 4, big) +
           number(value, 4, big);
}

// A TIFF header, a directory that points to an EXIF directory, and that one with a comment.
std::string exifWith(const std::string& comment, bool big) {
    const std::uint32_t inner = 8 + 2 + 12 + 4, body = inner + 2 + 12 + 4;
    return std::string(big ? "MM" : "II") + number(42, 2, big) + number(8, 4, big) +
           number(1, 2, big) + entry(0x8769, 4, 1, inner, big) + number(0, 4, big) +
           number(1, 2, big) +
           entry(0x9286, 7, static_cast<std::uint32_t>(comment.size()), body, big) +
           number(0, 4, big) + comment;
}

std::string jpegWith(const std::string& exif) {
    const std::string body = std::string("Exif\0\0", 6) + exif;
    return "\xFF\xD8\xFF\xE1" + number(static_cast<std::uint32_t>(body.size()) + 2, 2, true) +
           body + "\xFF\xDA";
}

std::string webpWith(const std::string& exif) {
    return "RIFF" + number(0, 4, false) + "WEBP" + "VP8 " + number(3, 4, false) + "abc" +
           std::string(1, '\0') + "EXIF" +
           number(static_cast<std::uint32_t>(exif.size()), 4, false) + exif;
}

std::string commentOf(const std::string& file) {
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(file.data()),
                                           file.size());
    return io::exifUserComment(io::exifOf(bytes));
}

TEST(Exif, ReadsTheCommentOfJpegAndWebp) {
    const std::string ascii = std::string("ASCII\0\0\0", 8) + "Steps: 20, Seed: 42";
    for (const bool big : {false, true}) {
        EXPECT_EQ(commentOf(jpegWith(exifWith(ascii, big))), "Steps: 20, Seed: 42");
        EXPECT_EQ(commentOf(webpWith(exifWith(ascii, big))), "Steps: 20, Seed: 42");
    }
}

TEST(Exif, ReadsUtf16InEitherOrder) {
    const std::string little("S\0e\0\xE9\0", 6), big("\0S\0e\0\xE9", 6);
    const std::string code("UNICODE\0", 8);
    for (const bool order : {false, true}) {
        EXPECT_EQ(commentOf(jpegWith(exifWith(code + little, order))), "Se\xC3\xA9");
        EXPECT_EQ(commentOf(jpegWith(exifWith(code + big, order))), "Se\xC3\xA9");
    }
    const std::string pair("\x3D\xD8\x00\xDE\x41\x00", 6);  // U+1F600, A
    EXPECT_EQ(commentOf(jpegWith(exifWith(code + pair, false))),
              "\xF0\x9F\x98\x80"
              "A");
}

TEST(Exif, DamagedDataReadAsAbsent) {
    const std::string whole = jpegWith(exifWith(std::string("ASCII\0\0\0", 8) + "words", false));
    for (std::size_t length = 0; length < whole.size() - 2; ++length) {
        EXPECT_TRUE(commentOf(whole.substr(0, length)).size() <= 5) << length;
    }
    std::string far = exifWith(std::string("ASCII\0\0\0", 8) + "words", false);
    far[far.size() - 13 - 4 - 4] = '\xFF';  // the comment's offset, behind the end
    far[far.size() - 13 - 4 - 2] = '\xFF';
    EXPECT_EQ(commentOf(jpegWith(far)), "");
    EXPECT_EQ(commentOf("not a picture"), "");
    EXPECT_EQ(commentOf(""), "");
}

}  // namespace
}  // namespace duo
