// generate --class-by-scale and --class-mix, as people run them.
#include "cli/picture_folder.h"

namespace duo::test {
namespace {

class ClassByScale : public PictureFolder {
  protected:
    Outcome make(std::vector<std::string> more) const {
        more.insert(more.end(), {"--seed", "7", "--split", "2", "--out", out_.string()});
        return runCommand("generate", std::move(more));
    }
};

TEST_F(ClassByScale, TheFirstScalesAreThoseOfTheirClass) {
    const Outcome made = make({"--class-by-scale", "0-1:bridge,2-3:castle+3@0.25"});
    ASSERT_EQ(made.status, 0) << made.err;
    const std::string picture = named(made).at(0);
    const Provenance settings = provenance(picture);
    EXPECT_EQ(settings.labelName, "bridge");
    ASSERT_EQ(settings.classes.size(), 4u);
    EXPECT_EQ(settings.classes[1], (ScaleClass{1}));
    EXPECT_EQ(settings.classes[2], (ScaleClass{2, 3, 0.25}));
    const Outcome plain = make({"--class", "bridge"});
    const auto mixed = tokensOf(settings), whole = tokensOf(provenance(named(plain).at(0)));
    EXPECT_TRUE(std::equal(mixed.begin(), mixed.begin() + 5, whole.begin()));
    EXPECT_NE(mixed, whole);

    const Outcome again = runCommand("generate", {"--from", picture, "--out", out_.string()});
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(io::readImage(named(again).at(0)), io::readImage(picture));
    EXPECT_EQ(io::readPngTexts(named(again).at(0)), io::readPngTexts(picture));
}

TEST_F(ClassByScale, AMixGoesFromOneClassToTheOther) {
    const auto tokens = [&](std::vector<std::string> more) {
        const Outcome made = make(std::move(more));
        EXPECT_EQ(made.status, 0) << made.err;
        return tokensOf(provenance(named(made).at(0)));
    };
    const auto bridge = tokens({"--class", "1"}), castle = tokens({"--class", "2"});
    EXPECT_EQ(tokens({"--class", "1", "--class-mix", "castle@0"}), bridge);
    EXPECT_EQ(tokens({"--class", "1", "--class-mix", "castle@1"}), castle);
    const auto half = tokens({"--class", "1", "--class-mix", "castle@0.5"});
    EXPECT_NE(half, bridge);
    EXPECT_NE(half, castle);
}

TEST_F(ClassByScale, WhatIsWrongIsSaid) {
    for (const auto& [text, words] : std::vector<std::pair<std::string, std::string>>{
             {"0-1:bridge", "scale 2 has no class"},
             {"0-2:bridge,2-3:castle", "scale 2 has two classes"},
             {"0-4:bridge", "from 0 to 3"},
             {"0-3:nothing", "No class is called 'nothing'"},
             {"0-3", "has no colon"},
             {"0-3:1+2@2", "a weight from 0 to 1"}}) {
        const Outcome refused = make({"--class-by-scale", text});
        EXPECT_EQ(refused.status, 2);
        EXPECT_TRUE(says(refused, words)) << text << ": " << refused.err;
    }
    EXPECT_TRUE(says(make({"--class", "1", "--class-mix", "2"}), "a weight from 0 to 1"));
    EXPECT_TRUE(
        says(make({"--class-by-scale", "0:1,1-3:2", "--rng", "reference"}), "published draws"));
    EXPECT_TRUE(
        says(make({"--class-by-scale", "0:1,1-3:2", "--overlap-prefill"}), "--overlap-prefill"));
}

}  // namespace
}  // namespace duo::test
