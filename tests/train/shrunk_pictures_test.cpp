// Large pictures are decoded at a reduced scale, once.
#include "train/shrunk_pictures.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/error.h"
#include "io/png.h"
#include "support/resident.h"
#include "support/write_jpeg.h"
#include "train/picture_source.h"
#include "train/tiny.h"

namespace duo::test {
namespace {

// Brighter to the right and, in its green, to the bottom.
io::RgbImage gradient(int width, int height) {
    io::RgbImage image{width, height, {}};
    image.pixels.reserve(std::size_t{3} * width * height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (const int value : {250 * x / width, 250 * y / height, 90})
                image.pixels.push_back(static_cast<std::uint8_t>(value));
        }
    }
    return image;
}

TEST(ShrunkPictures, EveryViewComesFromOneReading) {
    const ScratchFolder folder;
    std::filesystem::create_directories(folder / "class");
    const std::string file = folder / "class/1.jpg";
    writeJpeg(file, gradient(400, 200));
    const auto source = train::pictureFolder(folder.path(), 16, 5);
    const at::Tensor first = source->picture(0);
    std::filesystem::remove(file);
    EXPECT_TRUE(at::equal(source->picture(0), first));
    for (std::int64_t view = 1; view < 5; ++view)
        EXPECT_EQ(source->picture(view).sizes(), (std::vector<std::int64_t>{16, 16, 3})) << view;
}

TEST(ShrunkPictures, BeyondItsMemoryFilesAreReadAgain) {
    const ScratchFolder folder;
    for (const char* name : {"1.png", "2.png"}) io::writePng(folder / name, gradient(64, 64));
    const std::int64_t one = 3 * (16 * 16 + 18 * 18);
    const train::ShrunkPictures pictures(16, true, one + one / 2);
    const auto read = [&](int index) {
        return pictures.picture(index, folder / (std::to_string(index) + ".png")).square_SS3;
    };
    read(1);
    read(2);
    for (const char* name : {"1.png", "2.png"}) std::filesystem::remove(folder / name);
    EXPECT_EQ(read(1).size(0), 16);
    EXPECT_THROW(read(2), Error);
    EXPECT_THROW(read(2), Error) << "a failure does not block the next reading";
}

TEST(ShrunkPictures, AReducedScaleShowsTheSamePicture) {
    const ScratchFolder folder;
    const io::RgbImage image = gradient(1200, 800);
    io::writePng(folder / "whole.png", image);
    for (const bool progressive : {false, true}) {
        writeJpeg(folder / "reduced.jpg", image, progressive);
        const train::ShrunkPictures pictures(32, true);
        const train::ShrunkPicture whole = pictures.picture(0, folder / "whole.png");
        const train::ShrunkPicture reduced =
            pictures.picture(progressive ? 2 : 1, folder / "reduced.jpg");
        for (const auto& [a, b] : {std::pair(whole.square_SS3, reduced.square_SS3),
                                   std::pair(whole.whole_HW3, reduced.whole_HW3)}) {
            ASSERT_EQ(a.sizes(), b.sizes());
            EXPECT_LE((a.to(at::kInt) - b.to(at::kInt)).abs().max().item<int>(), 6);
        }
    }
}

TEST(ShrunkPictures, ALargeJpegTakesLittleMemory) {
    const ScratchFolder folder;
    writeJpeg(folder / "large.jpg", gradient(6000, 4000));  // 72 MB of pixels
    const train::ShrunkPictures pictures(64, true);
    const std::int64_t before = residentBytes("VmHWM:");
    pictures.picture(0, folder / "large.jpg");
    EXPECT_LT(residentBytes("VmHWM:") - before, 20 << 20);
}

}  // namespace
}  // namespace duo::test
