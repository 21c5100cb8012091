#include "protocol/picture_edit.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace duo {
namespace {

TEST(PictureMask, ReadsBack) {
    const std::vector<std::uint8_t> levels{255, 128, 127, 0, 0, 200};
    const PictureMask mask = maskOf(3, 2, levels);
    EXPECT_EQ(mask.runs, (std::vector<int>{0, 2, 3, 1}));
    EXPECT_EQ(drawnPixels(mask), (std::vector<std::uint8_t>{1, 1, 0, 0, 0, 1}));
    EXPECT_EQ(maskOf(2, 1, {0, 0}).runs, std::vector<int>{2});
}

PictureEdit edit() {
    PictureEdit edit;
    edit.mask = {2, 2, {1, 3}};
    edit.original = {2, 2, std::vector<std::uint8_t>(12)};
    edit.feather = 2;
    return edit;
}

TEST(PictureEdit, ContradictionsAreRefused) {
    PictureEdit{}.validate();
    edit().validate();
    EXPECT_TRUE(edit().needsEncoder());
    const auto refused = [](auto change, const char* why) {
        PictureEdit bad = edit();
        change(bad);
        EXPECT_DUO_ERROR(bad.validate(), ErrorKind::Usage, why);
    };
    refused([](auto& e) { e.mask.runs = {1, 2}; }, "must sum to its 2 x 2");
    refused([](auto& e) { e.mask.runs = {5, -1}; }, "must sum");
    refused([](auto& e) { e.mask.width = -2; }, "-2 x 2");
    refused([](auto& e) { e.mask = {4, 1, {4}}; }, "has 4 x 1 pixels, but the picture has 2 x 2");
    refused([](auto& e) { e.original.rgb.pop_back(); }, "11 bytes");
    refused([](auto& e) { e.original = {}; }, "pixels or token maps");
    refused([](auto& e) { e.original = {}, e.source = {1}; }, "pixels to keep them");
    refused([](auto& e) { e.feather = 513; }, "found 513");
    PictureEdit tokens = edit();
    tokens.original = {};
    tokens.source = {1};
    tokens.feather = -1;
    tokens.validate();
}

}  // namespace
}  // namespace duo
