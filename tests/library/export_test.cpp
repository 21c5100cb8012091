#include "library/export_pictures.h"

#include <gtest/gtest.h>

#include <cstring>

#include "protocol/frame.h"
#include "support/expect_error.h"

namespace duo {
namespace {

Pixels picture(int width, int height, std::uint8_t grey) {
    return {width, height, std::vector<std::uint8_t>(3u * width * height, grey)};
}

ExportCommand command(ExportKind kind) {
    ExportCommand c{7, kind, {picture(4, 2, 10), picture(4, 2, 200)}, {}, 40};
    if (kind == ExportKind::Npz) c.tokens = {{1, 2, 3}, {4, 5, 4095}};
    return c;
}

bool holds(const Exported& exported, const std::string& text) {
    return std::string(exported.bytes.begin(), exported.bytes.end()).find(text) !=
           std::string::npos;
}

TEST(ExportPictures, AnimationIsAWebP) {
    const Exported exported = exportPictures(command(ExportKind::Animation));
    EXPECT_EQ(exported.tag, 7u);
    EXPECT_TRUE(holds(exported, "RIFF"));
    EXPECT_TRUE(holds(exported, "WEBP"));
    EXPECT_TRUE(holds(exported, "ANMF"));  // a frame
}

TEST(ExportPictures, NpzHoldsPicturesAndTokens) {
    const Exported exported = exportPictures(command(ExportKind::Npz));
    EXPECT_TRUE(holds(exported, "arr_0.npy"));
    EXPECT_TRUE(holds(exported, "(2, 2, 4, 3, )"));
    EXPECT_TRUE(holds(exported, std::string(24, '\x0a') + std::string(24, '\xc8')));
    EXPECT_TRUE(holds(exported, "(2, 3, )"));
    const std::int64_t tokens[] = {1, 2, 3, 4, 5, 4095};
    std::string bytes(sizeof(tokens), '\0');
    std::memcpy(bytes.data(), tokens, sizeof(tokens));
    EXPECT_TRUE(holds(exported, bytes));
    ExportCommand plain = command(ExportKind::Npz);
    plain.tokens.clear();
    EXPECT_FALSE(holds(exportPictures(plain), "tokens"));
}

TEST(ExportPictures, WhatDoesNotFitTogetherIsRefused) {
    for (const ExportKind kind : {ExportKind::Animation, ExportKind::Npz}) {
        ExportCommand c = command(kind);
        c.pictures[1] = picture(2, 4, 0);
        EXPECT_DUO_ERROR(exportPictures(c), ErrorKind::Usage, "one size", "4 x 2", "2 x 4");
        c = command(kind);
        c.pictures[1].rgb.pop_back();
        EXPECT_DUO_ERROR(exportPictures(c), ErrorKind::Usage, "23 bytes", "three for each");
        c.pictures = {{-1, -8, std::vector<std::uint8_t>(24)}};
        EXPECT_DUO_ERROR(exportPictures(c), ErrorKind::Usage, "-1 x -8");
        c.pictures.clear();
        EXPECT_DUO_ERROR(exportPictures(c), ErrorKind::Usage, "no picture");
    }
    ExportCommand c = command(ExportKind::Npz);
    c.tokens.pop_back();
    EXPECT_DUO_ERROR(exportPictures(c), ErrorKind::Usage, "1 lists for 2 pictures");
    c.tokens.push_back({1});
    EXPECT_DUO_ERROR(exportPictures(c), ErrorKind::Usage, "found 3 and 1");
    c = command(ExportKind::Animation);
    c.frameMs = 0;
    EXPECT_DUO_ERROR(exportPictures(c), ErrorKind::Usage, "1 to 60000", "found 0");
}

// Tokens grow from one byte in the command to eight in the file.
TEST(ExportPictures, AFileThatNoMessageHoldsIsRefused) {
    ExportCommand c = command(ExportKind::Npz);
    c.tokens.assign(2, std::vector<std::int32_t>(kMaxFrameBytes / 16));
    EXPECT_DUO_ERROR(exportPictures(c), ErrorKind::Usage, "more than a message", "fewer pictures");
}

}  // namespace
}  // namespace duo
