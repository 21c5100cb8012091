// edit, as people run it.
#include "cli/picture_folder.h"

namespace duo::test {
namespace {

constexpr int kSide = 16;

class Edit : public PictureFolder {
  protected:
    Outcome edit(std::vector<std::string> more) const {
        more.insert(more.end(), {"--out", file("edited")});
        return runCommand("edit", std::move(more));
    }
    std::string source() const {
        const Outcome made = runCommand("generate", {"--class", "bridge", "--seed", "7", "--split",
                                                     "2", "--out", out_.string()});
        EXPECT_EQ(made.status, 0) << made.err;
        return named(made).at(0);
    }
    // Columns from … to - 1 are white.
    std::string mask(int from, int to, int side = kSide) const {
        io::RgbImage image{side, side, {}};
        for (int i = 0; i < side * side; ++i) {
            const bool white = i % side >= from && i % side < to;
            image.pixels.insert(image.pixels.end(), 3, white ? 255 : 0);
        }
        std::string name = file("mask.png");
        io::writePng(name, image);
        return name;
    }
    static std::vector<std::uint8_t> pixel(const io::RgbImage& image, int x, int y) {
        const auto at = image.pixels.begin() + 3 * (y * image.width + x);
        return {at, at + 3};
    }
};

TEST_F(Edit, WhatIsBlackStaysToThePixel) {
    const std::string first = source();
    const io::RgbImage before = io::readImage(first);
    const Outcome made = edit({"--image", first, "--mask", mask(8, 16), "--class", "castle",
                               "--seed", "3", "--split", "1", "--feather", "2"});
    ASSERT_EQ(made.status, 0) << made.err;
    const std::string changed = named(made).at(0);
    const io::RgbImage after = io::readImage(changed);
    int moved = 0;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < 6; ++x) EXPECT_EQ(pixel(after, x, y), pixel(before, x, y));
        for (int x = 8; x < kSide; ++x) moved += pixel(after, x, y) != pixel(before, x, y);
    }
    EXPECT_GT(moved, 64);
    const Provenance settings = provenance(changed);
    EXPECT_EQ(settings.labelName, "castle");
    EXPECT_EQ(settings.parent.id, pictureId(io::readPngTexts(first).at(kProvenanceKey)));
    EXPECT_EQ(settings.edit.mask.width, kSide);
    EXPECT_EQ(settings.tokens.scales, 4);

    const Outcome again = runCommand("generate", {"--from", changed, "--out", out_.string()});
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(io::readImage(named(again).at(0)), after);
    EXPECT_EQ(io::readPngTexts(named(again).at(0)), io::readPngTexts(changed));
}

TEST_F(Edit, AllBlackIsTheSourceAndAllWhiteIsPlainGeneration) {
    const std::string first = source();
    for (const char* mix : {"codes", "latent"}) {
        const Outcome kept = edit(
            {"--image", first, "--mask", mask(0, 0), "--mix", mix, "--seed", "9", "--reconstruct"});
        ASSERT_EQ(kept.status, 0) << kept.err;
        EXPECT_EQ(io::readImage(named(kept).at(0)), io::readImage(first)) << mix;
        const Outcome drawn = edit(
            {"--image", first, "--mask", mask(0, 16), "--mix", mix, "--seed", "7", "--split", "2"});
        ASSERT_EQ(drawn.status, 0) << drawn.err;
        EXPECT_EQ(io::readImage(named(drawn).at(0)), io::readImage(first)) << mix;
    }
    const Outcome kept = edit({"--image", first, "--mask", mask(0, 0), "--seed", "9"});
    EXPECT_EQ(tokensOf(provenance(named(kept).at(0))), tokensOf(provenance(first)));
}

TEST_F(Edit, APictureOfAnotherProgramIsEncoded) {
    io::RgbImage picture{kSide, kSide, {}};
    for (int i = 0; i < 3 * kSide * kSide; ++i) {
        picture.pixels.push_back(static_cast<std::uint8_t>(i * 7));
    }
    io::writePng(file("foreign.png"), picture);
    Outcome made = edit({"--image", file("foreign.png"), "--mask", mask(8, 16), "--seed", "3"});
    EXPECT_EQ(made.status, 2);
    EXPECT_TRUE(says(made, "No class was given")) << made.err;
    made = edit({"--image", file("foreign.png"), "--mask", mask(8, 16), "--seed", "3", "--class",
                 "2", "--feather", "0"});
    ASSERT_EQ(made.status, 0) << made.err;
    const io::RgbImage after = io::readImage(named(made).at(0));
    EXPECT_EQ(pixel(after, 7, 3), pixel(picture, 7, 3));
    EXPECT_NE(pixel(after, 8, 3), pixel(picture, 8, 3));
    EXPECT_EQ(provenance(named(made).at(0)).edit.source.scales, 4);
}

TEST_F(Edit, OutpaintMovesThePictureAndWritesTheWhole) {
    const std::string first = source();
    const io::RgbImage before = io::readImage(first);
    const Outcome made =
        edit({"--image", first, "--outpaint", "left:4,bottom:2", "--seed", "3", "--feather", "0"});
    ASSERT_EQ(made.status, 0) << made.err;
    const std::string picture = named(made).at(0);
    const io::RgbImage after = io::readImage(picture);
    EXPECT_EQ(pixel(after, 4, 0), pixel(before, 0, 2));
    EXPECT_EQ(pixel(after, 15, 13), pixel(before, 11, 15));
    const io::RgbImage wide = io::readImage(picture.substr(0, picture.size() - 4) + "_wide.png");
    ASSERT_EQ(wide.width, 20);
    ASSERT_EQ(wide.height, 18);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            EXPECT_EQ(pixel(wide, x + 4, y), pixel(before, x, y)) << x << " " << y;
        }
    }
    EXPECT_EQ(pixel(wide, 1, 5), pixel(after, 1, 3));
}

TEST_F(Edit, WhatDoesNotFitIsRefused) {
    const std::string first = source();
    const auto refused = [&](std::vector<std::string> more, const std::string& words) {
        const Outcome outcome = edit(std::move(more));
        EXPECT_NE(outcome.status, 0);
        EXPECT_TRUE(says(outcome, words)) << outcome.err;
    };
    refused({"--image", first}, "--mask");
    refused({"--image", first, "--mask", mask(0, 4, 12)},
            "The mask has 12 x 12 pixels, but the picture has 16 x 16");
    refused({"--image", file("mask.png"), "--mask", mask(0, 4, 12), "--class", "1"},
            "The models make pictures of 16 x 16 pixels");
    refused({"--image", first, "--outpaint", "left:16"}, "leaves nothing");
    refused({"--image", first, "--outpaint", "left:2,right:2"}, "opposite sides");
    refused({"--image", first, "--outpaint", "up:2"}, "names no side");

    Provenance other = provenance(first);
    other.vqvae.digest = "00112233445566778899aabbccddeeff";
    io::writePng(file("other.png"), io::readImage(first),
                 {{kProvenanceKey, provenanceText(other)}});
    refused({"--image", file("other.png"), "--mask", mask(0, 4)},
            "digest 00112233445566778899aabbccddeeff");
}

}  // namespace
}  // namespace duo::test
