// draft and refine, as people run them.
#include "cli/picture_folder.h"
#include "protocol/run_files.h"

namespace duo::test {
namespace {

namespace fs = std::filesystem;

class Draft : public PictureFolder {
  protected:
    // Six drafts of two classes, seed 7.
    Outcome draft(std::vector<std::string> more = {}) const {
        std::vector<std::string> all{"--class", "bridge,3", "--count", "3", "--split", "2",
                                     "--seed",  "7",        "--batch", "2", "--out",   drafts()};
        all.insert(all.end(), more.begin(), more.end());
        return runCommand("draft", all);
    }
    Outcome refine(const std::string& pick, std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {drafts(), "--pick", pick});
        return runCommand("refine", more);
    }
    std::string drafts() const { return file("drafts"); }
    // The same pictures in one go: bridge and dune take turns, as the run's numbers do.
    std::vector<std::string> inOneGo() const {
        const Outcome made = runCommand("generate", {"--class", "1,3,1,3,1,3", "--split", "2",
                                                     "--seed", "7", "--out", file("whole")});
        EXPECT_EQ(made.status, 0) << made.err;
        return named(made);
    }
};

TEST_F(Draft, ARefinedDraftIsThePictureInOneGo) {
    const Outcome drafted = draft();
    ASSERT_EQ(drafted.status, 0) << drafted.err;
    EXPECT_EQ(drafted.out, drafts() + "/drafts.png\n");
    EXPECT_TRUE(says(drafted, "6 drafts made in")) << drafted.err;
    EXPECT_TRUE(says(drafted, "One takes about")) << drafted.err;
    const std::string third = drafts() + "/000003_0003-dune.png";
    EXPECT_EQ(provenance(third).endScale, 2);
    EXPECT_EQ(provenance(third).tokens.scales, 2);
    EXPECT_EQ(provenance(third).refiner.file, "");  // it was not loaded

    const Outcome refined = refine("4,0,3");
    ASSERT_EQ(refined.status, 0) << refined.err;
    const auto files = named(refined), whole = inOneGo();
    ASSERT_EQ(files.size(), 3u);
    const int numbers[] = {0, 3, 4};
    for (int i = 0; i < 3; ++i) {
        const std::string& expected = whole[numbers[i]];
        EXPECT_EQ(tokensOf(provenance(files[i])), tokensOf(provenance(expected))) << i;
        EXPECT_EQ(io::readImage(files[i]), io::readImage(expected)) << i;
        EXPECT_EQ(provenance(files[i]).parent.file, fs::path(files[i]).filename());
    }
    const Outcome again = runCommand("generate", {"--from", files[1], "--out", out_.string()});
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(io::readImage(named(again).at(0)), io::readImage(files[1]));
}

TEST_F(Draft, BothContinueWhereTheyStopped) {
    ASSERT_EQ(draft().status, 0);
    const std::string lost = drafts() + "/000002_0001-bridge.png";
    const io::PngTexts before = io::readPngTexts(lost);
    fs::remove(lost);
    Outcome refused = refine("2");
    EXPECT_EQ(refused.status, 3);
    EXPECT_TRUE(says(refused, "Draft 2 has not been made")) << refused.err;
    const Outcome again = draft();
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_TRUE(says(again, "1 drafts made")) << again.err;
    EXPECT_TRUE(says(again, "5 were there before")) << again.err;
    EXPECT_EQ(io::readPngTexts(lost), before);

    ASSERT_EQ(refine("0").status, 0);
    const Outcome more = refine("0-1");
    EXPECT_TRUE(says(more, "1 refined in")) << more.err;
    EXPECT_EQ(named(more).size(), 1u);
}

TEST_F(Draft, WhatDoesNotFitIsRefused) {
    for (const auto& [more, words] : std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{"--split", "4"}, "1 to 3"},
             {{"--split", "0"}, "1 to 3"},
             {{"--smooth"}, "Smooth"},
             {{"--rng", "reference"}, "--rng counter"}}) {
        std::vector<std::string> all{"--class", "1", "--out", drafts()};
        all.insert(all.end(), more.begin(), more.end());
        const Outcome refused = runCommand("draft", all);
        EXPECT_EQ(refused.status, 2);
        EXPECT_TRUE(says(refused, words)) << refused.err;
    }
    ASSERT_EQ(draft().status, 0);
    EXPECT_TRUE(says(draft({"--cfg", "2"}), "holds another run: the guidance is 4 there and 2"));
    const Outcome beyond = refine("6");
    EXPECT_EQ(beyond.status, 2);
    EXPECT_TRUE(says(beyond, "--pick takes numbers from 0 to 5")) << beyond.err;

    const ModelFiles files = family().files();  // the drafter can refine as well
    const Outcome other =
        run({"refine", drafts(), "--pick", "1", "--vae", files.vqvae, "--drafter", files.drafter,
             "--refiner", files.drafter, "--threads", "1", "--device", "cpu"});
    EXPECT_NE(other.status, 0);
    EXPECT_TRUE(says(other, "The drafts were made for the refiner refiner.safetensors"))
        << other.err;

    const Outcome sampled = runCommand("sample", {"--per-class", "1", "--classes", "1", "--split",
                                                  "2", "--no-npz", "--out", file("sampled")});
    ASSERT_EQ(sampled.status, 0) << sampled.err;
    const Outcome wrong = runCommand("refine", {file("sampled"), "--pick", "0"});
    EXPECT_TRUE(says(wrong, "a run of sample, not of draft")) << wrong.err;
}

}  // namespace
}  // namespace duo::test
