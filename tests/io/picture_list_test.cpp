// Folders as people have them, and pictures in formats of other programs.
#include "io/picture_list.h"

#include <gtest/gtest.h>
#include <tiffio.h>
#include <webp/encode.h>
#include <zlib.h>

#include <map>

#include "base/error.h"
#include "io/animation.h"
#include "io/image.h"
#include "io/png.h"
#include "support/expect_error.h"
#include "temporary_folder.h"

namespace duo {
namespace {

using namespace test;
namespace fs = std::filesystem;

// Two by two pixels: red, green, blue, half-transparent black.
const std::vector<std::uint8_t> kRgba{255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 128};
const io::RgbImage kOnWhite{2, 2, {255, 0, 0, 0, 255, 0, 0, 0, 255, 127, 127, 127}};

TEST(PictureList, TakesPicturesAndCountsTheRestByReason) {
    const TemporaryFolder folder;
    fs::create_directories(folder.path() / "class/.ipynb_checkpoints");
    fs::create_directories(folder.path() / "x.png");
    for (const char* name : {"b.PNG", "class/a.jpeg", "class/.ipynb_checkpoints/a.png", "._x.png",
                             "Thumbs.db", "notes.txt", "x.png/inside.webp"}) {
        writeFile(folder.file(name), "x");
    }
    fs::create_symlink("nowhere.png", folder.path() / "gone.png");
    io::writeAnimation(folder.file("scales.webp"),
                       std::vector{kOnWhite, io::RgbImage{2, 2, std::vector<std::uint8_t>(12, 9)}},
                       100);
    const io::PictureList list = io::listPictures(folder.path().string());
    EXPECT_EQ(list.files,
              (std::vector<std::string>{folder.file("b.PNG"), folder.file("class/a.jpeg"),
                                        folder.file("x.png/inside.webp")}));
    std::map<std::string, std::int64_t> counts;
    for (const io::SkippedFiles& some : list.skipped) counts[some.reason] = some.count;
    EXPECT_EQ(counts, (std::map<std::string, std::int64_t>{{"hidden folders", 1},
                                                           {"hidden files", 1},
                                                           {"dangling links", 1},
                                                           {"animations", 1},
                                                           {"other files", 2}}));
}

TEST(PictureList, SaysWhatItSkipped) {
    EXPECT_EQ(io::skippedText({}), "");
    EXPECT_EQ(io::skippedText({{"hidden files", 1, "/a/._b.png"}, {"other files", 12, "/a/c.txt"}}),
              "Skipped: 1 hidden file (for example ._b.png), 12 other files (for example c.txt).");
    EXPECT_DUO_ERROR(io::listPictures("/nowhere/at/all"), ErrorKind::File, "cannot be read");
}

TEST(ReadImage, WebpLiesOnWhite) {
    const TemporaryFolder folder;
    std::uint8_t* packed = nullptr;
    const std::size_t size = WebPEncodeLosslessRGBA(kRgba.data(), 2, 2, 8, &packed);
    const std::string bytes(reinterpret_cast<const char*>(packed), size);
    WebPFree(packed);
    writeFile(folder.file("a.webp"), bytes);
    EXPECT_EQ(io::readImage(folder.file("a.webp")), kOnWhite);
    for (std::size_t length = 0; length < bytes.size() - 1; ++length) {
        writeFile(folder.file("a.webp"), bytes.substr(0, length));
        EXPECT_THROW(io::readImage(folder.file("a.webp")), Error) << length;
    }
}

TEST(ReadImage, BmpIsRead) {
    const TemporaryFolder folder;
    std::string bytes("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x02\0\0\0\x02\0\0\0\x01\0\x18\0",
                      30);
    bytes.append(24, '\0');
    // Bottom row first, blue first, rows padded to four bytes.
    bytes += std::string("\xFF\0\0\x7F\x7F\x7F\0\0\0\0\xFF\0\xFF\0\0\0", 16);
    writeFile(folder.file("a.bmp"), bytes);
    EXPECT_EQ(io::readImage(folder.file("a.bmp")), kOnWhite);
    writeFile(folder.file("a.bmp"), bytes.substr(0, 40));
    EXPECT_DUO_ERROR(io::readImage(folder.file("a.bmp")), ErrorKind::File, "cannot be read");
}

// channels: 3, or 4 with straight alpha
void writeTiff(const std::string& path, int channels) {
    TIFF* file = TIFFOpen(path.c_str(), "w");
    ASSERT_NE(file, nullptr);
    TIFFSetField(file, TIFFTAG_IMAGEWIDTH, 2);
    TIFFSetField(file, TIFFTAG_IMAGELENGTH, 2);
    TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, channels);
    TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(file, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    TIFFSetField(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(file, TIFFTAG_COMPRESSION, COMPRESSION_LZW);
    TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, 1);
    if (channels == 4) {
        std::uint16_t kind = EXTRASAMPLE_UNASSALPHA;
        TIFFSetField(file, TIFFTAG_EXTRASAMPLES, 1, &kind);
    }
    for (int y = 0; y < 2; ++y) {
        std::vector<std::uint8_t> row;
        for (int x = 0; x < 2; ++x) {
            const int at = 2 * y + x;
            for (int c = 0; c < channels; ++c) {
                row.push_back(channels == 4 ? kRgba[at * 4 + c] : kOnWhite.pixels[at * 3 + c]);
            }
        }
        TIFFWriteScanline(file, row.data(), static_cast<std::uint32_t>(y), 0);
    }
    TIFFClose(file);
}

TEST(ReadImage, TiffIsRead) {
    const TemporaryFolder folder;
    const std::string path = folder.file("a.tif");
    for (const int channels : {3, 4}) {
        writeTiff(path, channels);
        EXPECT_EQ(io::readImage(path), kOnWhite) << channels;
    }
    const std::string bytes = readFile(path);
    for (std::size_t length = 0; length < bytes.size(); length += 7) {
        writeFile(path, bytes.substr(0, length));
        EXPECT_THROW(io::readImage(path), Error) << length;
    }
}

// Pictures of other programs carry texts that this program cannot use; they are pictures all the
// same.
TEST(Png, BrokenTextsLeaveThePictureReadable) {
    const TemporaryFolder folder;
    const std::string path = folder.file("a.png");
    const std::vector<std::byte> packed = io::encodePng(kOnWhite, {{"good", "seed 7"}});
    const std::string whole(reinterpret_cast<const char*>(packed.data()), packed.size());
    const auto withText = [&](const std::string& type, const std::string& body, bool intact) {
        std::string chunk = type + body;
        const auto crc = static_cast<std::uint32_t>(
            crc32_z(0, reinterpret_cast<const Bytef*>(chunk.data()), chunk.size()));
        const auto put = [](std::uint32_t value) {
            value = __builtin_bswap32(value);
            return std::string(reinterpret_cast<const char*>(&value), 4);
        };
        chunk = put(static_cast<std::uint32_t>(body.size())) + chunk + put(crc ^ (intact ? 0 : 1));
        return whole.substr(0, 33) + chunk + whole.substr(33);
    };
    std::string inflated(17 << 20, 'a'), deflated(compressBound(inflated.size()), '\0');
    uLongf size = deflated.size();
    ASSERT_EQ(compress(reinterpret_cast<Bytef*>(deflated.data()), &size,
                       reinterpret_cast<const Bytef*>(inflated.data()), inflated.size()),
              Z_OK);
    deflated.resize(size);
    const std::string name("note\0\0", 6);
    const std::vector<std::string> files{
        withText("zTXt", name + deflated, true),                     // 17 MiB unpacked
        withText("zTXt", name + "no zlib stream", true),             //
        withText("tEXt", std::string("note\0text", 9), false),       // a wrong checksum
        withText("iTXt", std::string("note\0\1\0\0\0??", 11), true)  // a broken compressed text
    };
    for (const std::string& file : files) {
        writeFile(path, file);
        EXPECT_EQ(io::readImage(path), kOnWhite);
        EXPECT_EQ(io::readablePngTexts(path), (io::PngTexts{{"good", "seed 7"}}));
        EXPECT_THROW(io::readPngTexts(path), Error);
    }
    writeFile(path, whole.substr(0, whole.find("IEND") - 4));
    EXPECT_EQ(io::readImage(path), kOnWhite);
    EXPECT_EQ(io::readablePngTexts(path), (io::PngTexts{{"good", "seed 7"}}));
    writeFile(path, "no PNG");
    EXPECT_EQ(io::readablePngTexts(path), io::PngTexts());
    EXPECT_EQ(io::readablePngTexts(folder.file("absent.png")), io::PngTexts());
}

}  // namespace
}  // namespace duo
