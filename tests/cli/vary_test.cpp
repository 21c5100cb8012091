// generate --keep-scales, as people run it.
#include "cli/picture_folder.h"

namespace duo::test {
namespace {

class Vary : public PictureFolder {
  protected:
    Outcome make(std::vector<std::string> more) const {
        more.insert(more.end(), {"--out", out_.string()});
        return runCommand("generate", std::move(more));
    }
    // A bridge of seed 7, with split 2 and settings of its own.
    std::string parent() const {
        const Outcome made = make({"--class", "bridge", "--seed", "7", "--first-image", "3",
                                   "--split", "2", "--cfg", "3", "--top-k", "40"});
        EXPECT_EQ(made.status, 0) << made.err;
        return named(made).at(0);
    }
    static int sharedTokens(const std::string& a, const std::string& b) {
        const auto first = tokensOf(provenance(a)), second = tokensOf(provenance(b));
        const auto parting = std::mismatch(first.begin(), first.end(), second.begin());
        return static_cast<int>(parting.first - first.begin());
    }
    // The same picture as a program without token maps wrote it.
    std::string olderCopy(const std::string& picture) const {
        Provenance made = provenance(picture);
        made.tokens = {};
        std::string copy = file("older.png");
        io::writePng(copy, io::readImage(picture), {{kProvenanceKey, provenanceText(made)}});
        return copy;
    }
};

TEST_F(Vary, TheSameSeedMakesTheSamePicture) {
    const std::string first = parent();
    for (const char* kept : {"1", "2", "3", "4"}) {
        const Outcome again = make({"--from", first, "--keep-scales", kept, "--seed", "7"});
        ASSERT_EQ(again.status, 0) << again.err;
        EXPECT_EQ(io::readImage(named(again).at(0)), io::readImage(first)) << kept;
    }
}

TEST_F(Vary, SiblingsPartAtTheScale) {
    const std::string first = parent();
    const Outcome varied = make({"--from", first, "--keep-scales", "2", "--seed", "8", "--count",
                                 "3", "--class", "castle", "--split", "3", "--top-p", "0.9"});
    ASSERT_EQ(varied.status, 0) << varied.err;
    const auto siblings = named(varied);
    ASSERT_EQ(siblings.size(), 3u);
    const ScaleSchedule schedule(provenance(first).sides);
    for (const std::string& sibling : siblings) {
        const int shared = sharedTokens(first, sibling);
        EXPECT_GE(shared, schedule.offset(2));
        EXPECT_LT(shared, schedule.totalTokens());
    }
    EXPECT_NE(tokensOf(provenance(siblings[0])), tokensOf(provenance(siblings[1])));
    const Provenance child = provenance(siblings[1]);
    EXPECT_EQ(child.labelName, "castle");
    EXPECT_EQ(child.seed, 8u);
    EXPECT_EQ(child.image, 4u);
    EXPECT_EQ(child.plan.split(), 3);
    EXPECT_EQ(child.plan.scales[0].guidance, 3);  // the parent's
    EXPECT_EQ(child.plan.scales[0].topK, 40);
    EXPECT_EQ(child.plan.scales[0].topP, 0.9);
    EXPECT_EQ(child.parent.file, std::filesystem::path(first).filename());
    EXPECT_EQ(child.parent.id, pictureId(io::readPngTexts(first).at(kProvenanceKey)));

    const Outcome again = make({"--from", siblings[1]});
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(io::readImage(named(again).at(0)), io::readImage(siblings[1]));
    EXPECT_EQ(io::readPngTexts(named(again).at(0)), io::readPngTexts(siblings[1]));
}

TEST_F(Vary, AllScalesKeptShowThePictureWithoutATransformer) {
    const std::string first = parent();
    const Outcome shown =
        make({"--from", first, "--keep-scales", "4", "--scales", "--seed", "1", "--json"});
    ASSERT_EQ(shown.status, 0) << shown.err;
    EXPECT_EQ(shown.out.find("\"drafter\": {\n      \"digest\""), std::string::npos);
    EXPECT_NE(shown.out.find("_scale04.png"), std::string::npos);
    const std::string last = file("1-bridge_seed1_3_n2_scale04.png");
    EXPECT_EQ(io::readImage(last), io::readImage(first));
}

TEST_F(Vary, APictureWithoutTokenMapsIsDecodedOnceMore) {
    const std::string first = parent(), older = olderCopy(first);
    const Outcome varied = make({"--from", older, "--keep-scales", "3", "--seed", "7"});
    ASSERT_EQ(varied.status, 0) << varied.err;
    EXPECT_EQ(io::readImage(named(varied).at(0)), io::readImage(first));
}

TEST_F(Vary, WhatCannotBeKeptIsRefused) {
    const std::string first = parent();
    Outcome refused = make({"--from", first, "--keep-scales", "5"});
    EXPECT_EQ(refused.status, 2);
    EXPECT_TRUE(says(refused, "1 to 4 of them can be kept; found 5")) << refused.err;
    refused = make({"--from", first, "--class", "2"});
    EXPECT_EQ(refused.status, 2);
    EXPECT_TRUE(says(refused, "--keep-scales")) << refused.err;
    EXPECT_EQ(make({"--keep-scales", "2"}).status, 2);

    const Outcome smooth = make({"--class", "1", "--seed", "1", "--smooth"});
    refused = make({"--from", named(smooth).at(0), "--keep-scales", "2"});
    EXPECT_TRUE(says(refused, "smooth")) << refused.err;

    Provenance other = provenance(first);
    other.vqvae.digest = "00112233445566778899aabbccddeeff";
    io::writePng(file("other.png"), io::readImage(first),
                 {{kProvenanceKey, provenanceText(other)}});
    refused = make({"--from", file("other.png"), "--keep-scales", "2"});
    EXPECT_TRUE(says(refused, "digest 00112233445566778899aabbccddeeff")) << refused.err;
}

}  // namespace
}  // namespace duo::test
