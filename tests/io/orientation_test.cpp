// Pictures that a camera stored turned or mirrored.
#include "io/orientation.h"

#include <gtest/gtest.h>
#include <tiffio.h>
#include <webp/encode.h>
#include <zlib.h>

#include "io/exif.h"
#include "io/png.h"
#include "temporary_folder.h"

namespace duo {
namespace {

using namespace test;
using namespace std::string_literals;

// Upright, three by two: A B C
//                        D E F
const std::string kUpright = "ABCDEF";
// As stored for the orientations 1 to 8; those from 5 on are two by three.
const std::vector<std::string> kStored{"ABCDEF", "CBAFED", "FEDCBA", "DEFABC",
                                       "ADBECF", "CFBEAD", "FCEBDA", "DAEBFC"};

io::RgbImage picture(const std::string& letters, bool turned) {
    io::RgbImage image{turned ? 2 : 3, turned ? 3 : 2, {}};
    for (const char letter : letters) {
        image.pixels.insert(image.pixels.end(), 3, static_cast<std::uint8_t>(letter));
    }
    return image;
}

io::RgbImage stored(int orientation) {
    return picture(kStored[static_cast<std::size_t>(orientation - 1)], orientation >= 5);
}

std::string number(std::uint32_t value, int size, bool bigEndian) {
    std::string text;
    for (int i = 0; i < size; ++i) {
        const int shift = 8 * (bigEndian ? size - 1 - i : i);
        text += static_cast<char>(value >> shift & 0xFF);
    }
    return text;
}

// A TIFF header with a directory of two entries, the second of them the orientation.
std::string exif(int orientation, bool big) {
    const auto n = [big](std::uint32_t value, int size) { return number(value, size, big); };
    const auto value = static_cast<std::uint32_t>(orientation);
    return (big ? "MM\0*"s : "II*\0"s) + n(8, 4) + n(2, 2) + n(0x010F, 2) + n(2, 2) + n(4, 4) +
           "abc\0"s + n(0x0112, 2) + n(3, 2) + n(1, 4) + n(value, 2) + n(0, 2) + n(0, 4);
}

std::string textOf(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string pngWith(const io::RgbImage& image, const std::string& exifBody) {
    std::string file = textOf(io::encodePng(image));
    const std::string body = "eXIf" + exifBody;
    const auto crc = static_cast<std::uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef*>(body.data()), body.size()));
    const auto length = static_cast<std::uint32_t>(exifBody.size());
    file.insert(33, number(length, 4, true) + body + number(crc, 4, true));
    return file;
}

std::string webpWith(const io::RgbImage& image, const std::string& exifBody) {
    std::uint8_t* packed = nullptr;
    const std::size_t size = WebPEncodeLosslessRGB(image.pixels.data(), image.width, image.height,
                                                   3 * image.width, &packed);
    const std::string plain(reinterpret_cast<const char*>(packed), size);
    WebPFree(packed);
    const auto side = [](int length) {
        return number(static_cast<std::uint32_t>(length - 1), 3, false);
    };
    const std::string even = exifBody + std::string(exifBody.size() % 2, '\0');
    const std::string rest = "WEBPVP8X" + number(10, 4, false) + "\x08\0\0\0"s + side(image.width) +
                             side(image.height) + plain.substr(12) + "EXIF" +
                             number(static_cast<std::uint32_t>(exifBody.size()), 4, false) + even;
    return "RIFF" + number(static_cast<std::uint32_t>(rest.size()), 4, false) + rest;
}

void writeTiff(const std::string& path, const io::RgbImage& image, int orientation) {
    TIFF* file = TIFFOpen(path.c_str(), "w");
    ASSERT_NE(file, nullptr);
    TIFFSetField(file, TIFFTAG_IMAGEWIDTH, image.width);
    TIFFSetField(file, TIFFTAG_IMAGELENGTH, image.height);
    TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, 3);
    TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(file, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    TIFFSetField(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(file, TIFFTAG_ORIENTATION, orientation);
    for (int y = 0; y < image.height; ++y) {
        auto* row = const_cast<std::uint8_t*>(image.pixels.data()) + 3 * y * image.width;
        TIFFWriteScanline(file, row, static_cast<std::uint32_t>(y), 0);
    }
    TIFFClose(file);
}

TEST(Orientation, IsAppliedInPngWebpAndTiff) {
    const TemporaryFolder folder;
    const io::RgbImage expected = picture(kUpright, false);
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const io::RgbImage image = stored(orientation);
        for (const bool big : {false, true}) {
            writeFile(folder.file("a.png"), pngWith(image, exif(orientation, big)));
            EXPECT_EQ(io::readImage(folder.file("a.png")), expected) << orientation;
            writeFile(folder.file("a.webp"), webpWith(image, exif(orientation, big)));
            EXPECT_EQ(io::readImage(folder.file("a.webp")), expected) << orientation;
            writeFile(folder.file("b.webp"), webpWith(image, "Exif\0\0"s + exif(orientation, big)));
            EXPECT_EQ(io::readImage(folder.file("b.webp")), expected) << orientation;
        }
        writeTiff(folder.file("a.tif"), image, orientation);
        EXPECT_EQ(io::readImage(folder.file("a.tif")), expected) << orientation;
    }
}

std::span<const std::byte> bytesOf(const std::string& text) {
    return std::as_bytes(std::span(text));
}

std::string jpegWith(const std::string& exifBody) {
    const std::string body = "Exif\0\0"s + exifBody;
    const auto segment = [](const std::string& marker, const std::string& content) {
        return marker + number(static_cast<std::uint32_t>(content.size() + 2), 2, true) + content;
    };
    return "\xFF\xD8" + segment("\xFF\xE0", "JFIF\0"s) + segment("\xFF\xE1", "http: no EXIF") +
           segment("\xFF\xE1", body) + segment("\xFF\xDA", "");
}

int orientationOf(const std::string& file) {
    return io::exifOrientation(io::exifOf(bytesOf(file)));
}

TEST(Orientation, IsReadInJpeg) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
        for (const bool big : {false, true}) {
            const std::string file = jpegWith(exif(orientation, big));
            EXPECT_EQ(orientationOf(file), orientation);
        }
    }
}

TEST(Orientation, DamagedDataLeaveThePictureAsItIs) {
    const io::RgbImage image = stored(6);
    const std::string good = exif(6, false);
    for (std::size_t length = 0; length < good.size(); ++length) {
        const std::string cut = jpegWith(good.substr(0, length));
        const int found = orientationOf(cut);
        EXPECT_TRUE(found == 1 || found == 6) << length;
    }
    for (const int orientation : {0, 9, 255}) {
        EXPECT_EQ(orientationOf(jpegWith(exif(orientation, true))), 1);
        EXPECT_EQ(io::upright(image, orientation), image);
    }
    const std::string jpeg = jpegWith(good), png = pngWith(image, good),
                      webp = webpWith(image, good);
    for (const std::string& whole : {jpeg, png, webp}) {
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const std::string cut = whole.substr(0, length);
            orientationOf(cut);
        }
    }
}

}  // namespace
}  // namespace duo
