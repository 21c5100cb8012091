// train family through the real program: a folder of pictures becomes a family, also after a kill.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/error.h"
#include "cli/process.h"
#include "io/image.h"
#include "io/png.h"
#include "protocol/run_files.h"

namespace duo {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::Outcome;
using Words = std::vector<std::string>;

bool holds(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

std::string textOf(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

class TrainFamily : public testing::Test {
  protected:
    TrainFamily() {
        std::string made = (fs::temp_directory_path() / "duoscale-family-XXXXXX").string();
        folder_ = mkdtemp(made.data());
        for (const auto& [name, red] : {std::pair("green hills", 40), std::pair("Кошки", 200)}) {
            fs::create_directories(path("data/") + name);
            for (int i = 0; i < 3; ++i) {
                io::RgbImage image{24, 20, {}};
                for (int p = 0; p < 24 * 20; ++p) {
                    for (const int value : {red, p / 4, 60 * i})
                        image.pixels.push_back(static_cast<std::uint8_t>(value));
                }
                io::writePng(path("data/") + name + "/" + std::to_string(i) + ".png", image);
            }
        }
    }
    ~TrainFamily() override { fs::remove_all(folder_); }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }

    Words command(const Words& more) const {
        Words words{"train",    "family", "--out",    path("family"), "--size",    "tiny",
                    "--splits", "8",      "--device", "cpu",          "--threads", "1"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    FamilyRun record() const {
        const std::string file = path("family/training/") + kFamilyRunFile;
        return parseFamilyRun(textOf(file), file);
    }

    // Starts the command and kills it as soon as the stage is at work.
    void killIn(const std::string& stage, const Words& more) const {
        test::Process process(command(more));
        process.closeInput();
        for (int i = 0; i < 3000; ++i) {
            std::this_thread::sleep_for(20ms);
            if (!fs::exists(path("family/training/") + kFamilyRunFile)) continue;
            for (const FamilyStage& at : record().stages) {
                if (at.name != stage || at.state != StageState::Running) continue;
                process.signal(SIGKILL);
                process.finish();
                return;
            }
        }
        FAIL() << "the stage was not reached";
    }

    fs::path folder_;
};

TEST_F(TrainFamily, APlanAloneWritesNothing) {
    const Outcome plan =
        test::run(command({"--data", path("data"), "--minutes", "240", "--dry-run"}));
    ASSERT_EQ(plan.status, 0) << plan.err;
    for (const char* part : {"6 pictures in 2 classes", "drafter_8", "evaluation"})
        EXPECT_TRUE(holds(plan.out, part)) << part << "\n" << plan.out;
    EXPECT_FALSE(fs::exists(path("family")));
}

TEST_F(TrainFamily, PicturesBecomeAFamilyThoughTheRunIsKilled) {
    const Words first{"--data", path("data"), "--minutes", "0.25"};
    killIn("drafter", first);
    EXPECT_EQ(record().stages[0].state, StageState::Done);
    const std::string log = textOf(path("family/training/vqvae/log.csv"));
    const Outcome other = test::run(
        {"train", "family", "--out", path("family"), "--data", path("data"), "--splits", "6"});
    EXPECT_EQ(other.status, static_cast<int>(ErrorKind::Usage)) << other.err;
    EXPECT_TRUE(holds(other.err, "was begun with pairs for 8.")) << other.err;

    const Outcome made = test::run(command({"--data", path("data")}));
    ASSERT_EQ(made.status, 0) << made.err;
    EXPECT_TRUE(holds(made.err, "continues.")) << made.err;
    EXPECT_FALSE(holds(made.err, "Stage 1 of")) << "a finished stage is not repeated";
    EXPECT_TRUE(holds(made.err, "Stage 3 of 11: drafter")) << made.err;
    EXPECT_EQ(textOf(path("family/training/vqvae/log.csv")), log);
    for (const FamilyStage& stage : record().stages)
        EXPECT_EQ(stage.state, StageState::Done) << stage.name;

    const std::string card = textOf(path("family/README.md"));
    for (const char* part : {"green hills, Кошки", "drafter_8.safetensors", "| 8 | specialised |",
                             "the folder 'data'", "biased upwards"})
        EXPECT_TRUE(holds(card, part)) << part << "\n" << card;
    EXPECT_FALSE(holds(card, folder_.string())) << "no path of this machine";
    EXPECT_GT(io::readImage(path("family/contact-sheet.png")).height, 128);
    const Outcome drawn =
        test::run({"generate", "--models", path("family"), "--class", "Кошки", "--split", "8",
                   "--specialised", "--device", "cpu", "--out", path("drawn")});
    EXPECT_EQ(drawn.status, 0) << drawn.err;
    const Outcome again = test::run(command({"--data", path("data")}));
    EXPECT_EQ(again.status, 0) << again.err;
    EXPECT_FALSE(holds(again.err, "Stage ")) << again.err;
}

TEST_F(TrainFamily, PaintedScenesBecomeAFamily) {
    const Outcome made =
        test::run({"train", "family", "--scenes", "--out", path("family"), "--size", "tiny",
                   "--splits", "none", "--minutes", "0.1", "--device", "cpu", "--threads", "1"});
    ASSERT_EQ(made.status, 0) << made.err;
    EXPECT_TRUE(holds(textOf(path("family/README.md")), "64 painted scenes of seed 1"));
    EXPECT_TRUE(holds(textOf(path("family/classes.tsv")), "9\t\tsunflower"));
    EXPECT_FALSE(fs::exists(path("family/drafter_8.safetensors")));
}

TEST_F(TrainFamily, RefusesWhatItWouldDestroyOrLacks) {
    const Outcome without = test::run(command({"--minutes", "1"}));
    EXPECT_EQ(without.status, static_cast<int>(ErrorKind::Usage));
    EXPECT_TRUE(holds(without.err, "needs pictures")) << without.err;
    const Outcome endless = test::run(command({"--data", path("data")}));
    EXPECT_EQ(endless.status, static_cast<int>(ErrorKind::Usage));
    EXPECT_TRUE(holds(endless.err, "needs its minutes")) << endless.err;
    fs::create_directories(path("family"));
    std::ofstream(path("family/vqvae.safetensors")) << "another training's";
    const Outcome other = test::run(command({"--data", path("data"), "--minutes", "1"}));
    EXPECT_EQ(other.status, static_cast<int>(ErrorKind::File));
    EXPECT_TRUE(holds(other.err, "models of another training")) << other.err;
    EXPECT_EQ(textOf(path("family/vqvae.safetensors")), "another training's");
}

}  // namespace
}  // namespace duo
