// Training through the real program: what a run leaves in its folder, that the same command goes
// on, and what it says to bad options.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "cli/process.h"
#include "io/image.h"
#include "io/png.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

namespace fs = std::filesystem;
using test::Outcome;
using Words = std::vector<std::string>;

bool holds(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

class TrainCommand : public testing::Test {
  protected:
    std::string path(const std::string& name) const { return family_.folder() + "/" + name; }

    Outcome run(Words words, const Words& more) const {
        const Words always{"--batch", "2", "--threads", "1", "--device", "cpu", "--pictures", "32"};
        for (const Words& part : {always, more})
            words.insert(words.end(), part.begin(), part.end());
        return test::run(words);
    }

    Outcome trainVar(const std::string& out, const Words& more) const {
        Words words{"train",   "var", "--out",   path(out), "--vqvae", family_.files().vqvae,
                    "--depth", "1",   "--width", "16",      "--heads", "2"};
        return run(words, more);
    }

    Outcome tune(const std::string& role, const std::string& split, const Words& more = {}) const {
        return run({"finetune", role, "--split", split, "--steps", "2", "--out", path(role + split),
                    "--start", path("var/var.safetensors"), "--vqvae", family_.files().vqvae},
                   more);
    }

    void expectWhole(const std::string& folder, const std::string& weights, int step, int width,
                     int height) const {
        EXPECT_TRUE(fs::exists(path(folder + "/" + weights))) << weights;
        EXPECT_TRUE(fs::exists(path(folder + "/training.safetensors")));
        char name[40];
        std::snprintf(name, sizeof name, "/sheets/step-%07d.png", step);
        const io::RgbImage sheet = io::readImage(path(folder + name));
        EXPECT_EQ(sheet.width, width);
        EXPECT_EQ(sheet.height, height);
    }

    std::vector<std::string> logOf(const std::string& folder) const {
        std::ifstream file(path(folder + "/log.csv"));
        std::vector<std::string> lines;
        for (std::string line; std::getline(file, line);) lines.push_back(line);
        return lines;
    }

    test::TinyFamily family_;
};

TEST_F(TrainCommand, AVqVaeLeavesALogASheetAndItsWeights) {
    const Outcome made =
        run({"train", "vqvae", "--out", path("vqvae"), "--base-width", "8", "--multipliers", "1",
             "--codes", "16", "--channels", "4", "--blocks", "1", "--crop", "0", "--steps", "3"},
            {});
    ASSERT_EQ(made.status, 0) << made.err;
    EXPECT_TRUE(holds(made.err, "Finished after 3 steps")) << made.err;
    expectWhole("vqvae", "vqvae.safetensors", 3, 8 * 16, 4 * 16);
    const std::vector<std::string> log = logOf("vqvae");
    ASSERT_EQ(log.size(), 2u);
    EXPECT_TRUE(log[0].starts_with("step,seconds,seconds_left,rate,pictures_per_second,loss,"))
        << log[0];
    EXPECT_TRUE(log[1].starts_with("3,")) << log[1];
}

TEST_F(TrainCommand, TheSameCommandGoesOn) {
    const Outcome first = trainVar("var", {"--steps", "2"});
    ASSERT_EQ(first.status, 0) << first.err;
    EXPECT_TRUE(holds(first.err, "The token maps of 32 of 32 pictures are made during"))
        << first.err;
    expectWhole("var", "var.safetensors", 2, 8 * 16, 2 * 16);  // sixteen scenes
    const Outcome on = trainVar("var", {"--steps", "4"});
    ASSERT_EQ(on.status, 0) << on.err;
    EXPECT_TRUE(holds(on.err, "The run resumes after step 2.")) << on.err;
    expectWhole("var", "var.safetensors", 4, 8 * 16, 2 * 16);
    EXPECT_TRUE(fs::exists(path("var/sheets/step-0000002.png")));
    EXPECT_EQ(logOf("var").size(), 3u);
}

TEST_F(TrainCommand, APairIsTunedForItsSplit) {
    ASSERT_EQ(trainVar("var", {"--steps", "1", "--no-sheets"}).status, 0);
    EXPECT_FALSE(fs::exists(path("var/sheets")));
    const Outcome drafter = tune("drafter", "2");
    ASSERT_EQ(drafter.status, 0) << drafter.err;
    expectWhole("drafter2", "drafter_2.safetensors", 2, 8 * 16, 2 * 16);
    const Outcome refiner =
        tune("refiner", "2", {"--teacher", path("drafter2/drafter_2.safetensors")});
    ASSERT_EQ(refiner.status, 0) << refiner.err;
    expectWhole("refiner2", "refiner_2.safetensors", 2, 8 * 16, 2 * 16);
    const Outcome nothing = tune("drafter", "9");
    EXPECT_EQ(nothing.status, static_cast<int>(ErrorKind::Usage));
    EXPECT_TRUE(holds(nothing.err, "At N = 9 a drafter of 4 scales has nothing to decode."))
        << nothing.err;
}

TEST_F(TrainCommand, TheFoldersNamesReachTheCommandLine) {
    for (const char* name : {"data/green hills", "data/Кошки"}) {
        fs::create_directories(path(name));
        io::writePng(path(name) + "/1.png", {16, 16, std::vector<std::uint8_t>(768, 90)});
    }
    ASSERT_EQ(trainVar("named", {"--data", path("data"), "--steps", "1"}).status, 0);
    const std::string weights = path("named/var.safetensors");
    const Outcome drawn =
        test::run({"generate", "--vae", family_.files().vqvae, "--drafter", weights, "--class",
                   "Кошки", "--device", "cpu", "--out", path("drawn")});
    EXPECT_EQ(drawn.status, 0) << drawn.err;
    const Outcome unknown = test::run({"generate", "--vae", family_.files().vqvae, "--drafter",
                                       weights, "--class", "green hill"});
    EXPECT_TRUE(holds(unknown.err, "Did you mean: green hills")) << unknown.err;
}

TEST_F(TrainCommand, SaysWhatIsWrongWithItsOptions) {
    const Outcome endless = trainVar("none", {});
    EXPECT_EQ(endless.status, static_cast<int>(ErrorKind::Usage));
    EXPECT_TRUE(holds(endless.err, "A training run needs an end: steps or minutes."))
        << endless.err;
    const Outcome unknown = trainVar("none", {"--steps", "1", "--schedule", "steep"});
    EXPECT_EQ(unknown.status, static_cast<int>(ErrorKind::Usage));
    EXPECT_TRUE(holds(unknown.err, "--schedule")) << unknown.err;
    const Outcome absent = run({"train", "var", "--out", path("none"), "--steps", "1", "--vqvae",
                                path("nowhere.safetensors")},
                               {});
    EXPECT_EQ(absent.status, static_cast<int>(ErrorKind::File));
    EXPECT_TRUE(holds(absent.err, "nowhere.safetensors")) << absent.err;
}

}  // namespace
}  // namespace duo
