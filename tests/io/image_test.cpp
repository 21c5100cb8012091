#include "io/image.h"

#include <webp/decode.h>
#include <webp/demux.h>

#include <functional>

#include "hostile.h"
#include "io/animation.h"
#include "io/png.h"
#include "support/write_jpeg.h"

namespace duo {
namespace {

using namespace test;
using namespace std::string_literals;

// "compressed text" in a zTXt chunk "note".
constexpr char kCompressedChunk[] =
    "\x00\x00\x00\x1d\x7a\x54\x58\x74\x6e\x6f\x74\x65\x00\x00\x78\x9c\x4b\xce"
    "\xcf\x2d\x28\x4a\x2d\x2e\x4e\x4d\x51\x28\x49\xad\x28\x01\x00\x31\x50\x06"
    "\x1b\xb4\xcb\x5a\x51";
// A PNG whose header states 11000 x 11000 pixels, with 100 bytes of data.
constexpr char kHugePng[] =
    "\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00"
    "\x2a\xf8\x00\x00\x2a\xf8\x08\x02\x00\x00\x00\x41\x4d\x0d\xdd\x00\x00\x00"
    "\x0c\x49\x44\x41\x54\x78\x9c\x63\x60\xa0\x3d\x00\x00\x00\x64\x00\x01\x86"
    "\x64\x3c\x35\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

io::RgbImage gradient(int width, int height, int shift = 0) {
    io::RgbImage image{width, height, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (const int value : {x * 7 + shift, y * 11, x * y + 3}) {
                image.pixels.push_back(static_cast<std::uint8_t>(value));
            }
        }
    }
    return image;
}

TEST(Png, RoundTripKeepsPixelsAndTexts) {
    const TemporaryFolder folder;
    const io::PngTexts texts{{"parameters", "class 3, seed 7\nsplit 8"},
                             {"duoscale", "{\"version\":1,\"class\":\"Bücher 本\"}"},
                             {"empty", ""}};
    for (const auto& [width, height] : {std::pair(17, 9), std::pair(1, 1), std::pair(256, 3)}) {
        const std::string path = folder.file("picture.png");
        const io::RgbImage image = gradient(width, height);
        io::writePng(path, image, texts);
        EXPECT_EQ(io::readImage(path), image);
        EXPECT_EQ(io::readPngTexts(path), texts);
    }
    EXPECT_EQ(folder.files(), 1u);
}

TEST(Png, AsciiTextsLieInPlainChunksBeforeThePixels) {
    const std::vector<std::byte> bytes = io::encodePng(gradient(2, 2), {{"parameters", "seed 7"}});
    const std::string file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const std::size_t text = file.find("tEXtparameters\0seed 7"s);
    ASSERT_NE(text, std::string::npos);
    EXPECT_LT(text, file.find("IDAT"));
}

TEST(Png, ReadsCompressedTextsOfOthers) {
    const std::string body(kCompressedChunk, sizeof kCompressedChunk - 1);
    const TemporaryFolder folder;
    const std::string path = folder.file("other.png");
    const std::vector<std::byte> bytes = io::encodePng(gradient(2, 2));
    std::string file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    file.insert(33, body);
    writeFile(path, file);
    EXPECT_EQ(io::readPngTexts(path), (io::PngTexts{{"note", "compressed text"}}));
}

TEST(Png, EveryTruncationIsAnError) {
    const MemoryFile file;
    const std::string path = file.path();
    const std::vector<std::byte> bytes = io::encodePng(gradient(9, 5), {{"parameters", "seed 7"}});
    const std::string whole(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const std::size_t end = whole.find("IEND") - 4;  // a picture is complete without its last chunk
    for (std::size_t length = 0; length < end; ++length) {
        file.write(whole.substr(0, length));
        EXPECT_THROW(io::readImage(path), Error) << length;
        EXPECT_THROW(io::readPngTexts(path), Error) << length;
    }
}

TEST(Png, AlteredBytesNeverCrash) {
    const MemoryFile file;
    const std::string path = file.path();
    const std::vector<std::byte> bytes = io::encodePng(gradient(9, 5), {{"parameters", "seed 7"}});
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        for (const unsigned char mask : {0x01, 0x80, 0xFF}) {
            std::string altered(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            altered[at] = static_cast<char>(altered[at] ^ mask);
            file.write(altered);
            for (const auto& read : {std::function<void()>([&] { io::readImage(path); }),
                                     std::function<void()>([&] { io::readPngTexts(path); })}) {
                try {
                    read();
                } catch (const Error& error) {
                    EXPECT_EQ(error.kind(), ErrorKind::File);
                }
            }
        }
    }
}

TEST(Png, ASmallFileCannotClaimALargePicture) {
    const TemporaryFolder folder;
    const std::string path = folder.file("claim.png");
    writeFile(path, std::string(kHugePng, sizeof kHugePng - 1));
    try {
        io::readImage(path);
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("too large"), std::string::npos) << error.what();
        EXPECT_NE(std::string(error.what()).find("at most 134 million"), std::string::npos);
    }
}

// 8 x 8 grey pixels: quantisation step 8 and one coefficient of 40 give 128 + 40.
std::string greyJpeg() {
    const auto segment = [](char marker, const std::string& body) {
        const auto length = static_cast<std::uint16_t>(body.size() + 2);
        return std::string("\xff") + marker + static_cast<char>(length >> 8) +
               static_cast<char>(length & 0xFF) + body;
    };
    const std::string quantisation(64, '\x08');
    const std::string oneCode = std::string(1, '\1') + std::string(15, '\0');
    return "\xff\xd8" + segment('\xdb', std::string(1, '\0') + quantisation) +
           segment('\xc0', "\x08\0\x08\0\x08\x01\x01\x11\0"s) +
           segment('\xc4', "\0"s + oneCode + "\x06") +
           segment('\xc4', "\x10" + oneCode + std::string(1, '\0')) +
           segment('\xda', "\x01\x01\0\0\x3f\0"s) + "\x50\xff\xd9";
}

TEST(Jpeg, IsReadByItsContent) {
    const TemporaryFolder folder;
    const std::string path = folder.file("picture.png");  // the name does not matter
    writeFile(path, greyJpeg());
    const io::RgbImage image = io::readImage(path);
    EXPECT_EQ(image.width, 8);
    EXPECT_EQ(image.height, 8);
    EXPECT_EQ(image.pixels, std::vector<std::uint8_t>(8 * 8 * 3, 168));
}

TEST(Jpeg, IsTurnedAsTheCameraNotes) {
    const TemporaryFolder folder;
    const std::string path = folder.file("picture.jpg");
    std::string file = greyJpeg();
    file[file.find("\x08\0\x08\0\x08\x01"s) + 4] = '\x04';  // 4 pixels wide, 8 high
    const std::string exif = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"s;
    file.insert(2, "\xff\xe1\0"s + static_cast<char>(exif.size() + 2) + exif);
    writeFile(path, file);
    const io::RgbImage image = io::readImage(path);
    EXPECT_EQ(image.width, 8);
    EXPECT_EQ(image.height, 4);
}

TEST(Jpeg, TruncatedHeadersAreErrors) {
    const TemporaryFolder folder;
    const std::string path = folder.file("picture.jpg");
    const std::string whole = greyJpeg();
    for (std::size_t length = 0; length < whole.size() - 20; ++length) {
        writeFile(path, whole.substr(0, length));
        EXPECT_THROW(io::readImage(path), Error) << length;
    }
}

TEST(Jpeg, IsReducedNoFurtherThanNeeded) {
    const TemporaryFolder folder;
    const std::string path = folder.file("picture.jpg");
    writeJpeg(path, gradient(400, 320));
    for (const auto& [edge, width] : {std::pair(320, 400), std::pair(161, 400), std::pair(160, 200),
                                      std::pair(41, 100), std::pair(40, 50), std::pair(1, 50)})
        EXPECT_EQ(io::readReducedImage(path, edge).width, width) << edge;
    EXPECT_EQ(io::readReducedImage(path, 320), io::readImage(path));
    const std::string whole = readFile(path);
    for (const std::size_t length : {std::size_t{30}, whole.size() / 2}) {
        writeFile(path, whole.substr(0, length));
        EXPECT_THROW(io::readReducedImage(path, 1), Error) << length;
    }
}

TEST(ReadImage, OtherFilesAreRefused) {
    const TemporaryFolder folder;
    writeFile(folder.file("text.png"), "not a picture");
    EXPECT_THROW(io::readImage(folder.file("text.png")), Error);
    EXPECT_THROW(io::readImage(folder.file("absent.png")), Error);
}

TEST(Animation, HoldsEveryFrameLosslessly) {
    const TemporaryFolder folder;
    const std::string path = folder.file("scales.webp");
    const std::vector<io::RgbImage> frames{gradient(20, 10), gradient(20, 10, 40),
                                           gradient(20, 10, 90)};
    io::writeAnimation(path, frames, 250);
    const std::string bytes = readFile(path);
    const std::vector<std::uint8_t> packed = io::packAnimation(frames, 250);
    EXPECT_EQ(bytes, std::string(packed.begin(), packed.end()));
    const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
    WebPAnimDecoder* decoder = WebPAnimDecoderNew(&data, nullptr);
    ASSERT_NE(decoder, nullptr);
    std::uint8_t* rgba = nullptr;
    int time = 0;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        ASSERT_EQ(WebPAnimDecoderGetNext(decoder, &rgba, &time), 1);
        EXPECT_EQ(time, 250 * static_cast<int>(i + 1));
        for (std::size_t p = 0; p < 200; ++p) {
            for (std::size_t c = 0; c < 3; ++c) {
                ASSERT_EQ(rgba[p * 4 + c], frames[i].pixels[p * 3 + c]) << "frame " << i;
            }
        }
    }
    EXPECT_EQ(WebPAnimDecoderHasMoreFrames(decoder), 0);
    WebPAnimDecoderDelete(decoder);
}

TEST(Animation, WantsFramesOfOneSize) {
    const TemporaryFolder folder;
    const std::string path = folder.file("scales.webp");
    EXPECT_THROW(io::writeAnimation(path, {}, 100), Error);
    const std::vector<io::RgbImage> frames{gradient(20, 10), gradient(10, 20)};
    EXPECT_THROW(io::writeAnimation(path, frames, 100), Error);
    EXPECT_EQ(folder.files(), 0u);
}

}  // namespace
}  // namespace duo
