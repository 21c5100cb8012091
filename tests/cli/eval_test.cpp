// eval and sweep, as people run them, on the tiny family and a classifier of fresh weights.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "checkpoint/state_dict.h"
#include "cli/process.h"
#include "io/png.h"
#include "io/temporary_folder.h"
#include "support/tiny_family.h"
#include "train/classifier_trainer.h"

namespace duo {
namespace {

namespace fs = std::filesystem;
using test::Outcome;

bool says(const Outcome& outcome, const std::string& words) {
    return outcome.err.find(words) != std::string::npos;
}

// Thirty pictures of seed 7 in "a", as many of seed 8 in "b", and a feature network.
class Evaluation : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        family_ = new test::TinyFamily;
        scratch_ = new test::TemporaryFolder;
        for (const char* name : {"a", "b"}) {
            const Outcome made =
                test::run({"sample", "--models", family_->folder(), "--device", "cpu", "--threads",
                           "1", "--per-class", "3", "--seed", *name == 'a' ? "7" : "8", "--split",
                           "2", "--batch", "10", "--out", folder(name)});
            ASSERT_EQ(made.status, 0) << made.err;
        }
        saveStateDict(network(), train::freshClassifierWeights(10, 1).tensors(), at::kHalf, {});
    }
    static void TearDownTestSuite() {
        delete scratch_;
        delete family_;
    }
    static std::string folder(const std::string& name) { return scratch_->file(name); }
    static std::string network() { return folder("network.safetensors"); }
    static Outcome evaluate(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "eval");
        arguments.insert(arguments.end(),
                         {"--features", network(), "--device", "cpu", "--threads", "1"});
        return test::run(arguments);
    }
    static nlohmann::json json(const Outcome& outcome) {
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        return nlohmann::json::parse(outcome.out);
    }

    static inline test::TinyFamily* family_ = nullptr;
    static inline test::TemporaryFolder* scratch_ = nullptr;
};

TEST_F(Evaluation, AFolderAndItsArchiveAreOneSet) {
    const auto made = json(evaluate({folder("a"), folder("a") + "/samples.npz", "--json"}));
    EXPECT_EQ(made["first"]["pictures"], 30);
    EXPECT_EQ(made["second"]["pictures"], 30);
    EXPECT_NEAR(made["frechet_distance"], 0, 1e-6);
    EXPECT_EQ(made["precision"], 1.0);
    EXPECT_EQ(made["recall"], 1.0);
    EXPECT_EQ(made["features"], "scene classifier");
    EXPECT_EQ(made["first"]["labelled"], 30);
    EXPECT_EQ(made["second"]["labelled"], 30);
    EXPECT_EQ(made["first"]["class_accuracy"], made["second"]["class_accuracy"]);
    EXPECT_EQ(made["first"]["inception_score"], made["second"]["inception_score"]);
}

TEST_F(Evaluation, OtherPicturesAreFartherAway) {
    const auto made = json(evaluate({folder("a"), folder("b"), "--json"}));
    const auto turned = json(evaluate({folder("b"), folder("a"), "--json"}));
    EXPECT_GT(made["frechet_distance"], 1e-4);
    EXPECT_NEAR(made["frechet_distance"], turned["frechet_distance"], 1e-6);
    EXPECT_EQ(made["precision"], turned["recall"]);
    // 30 pictures for 128 features
    const auto& interval = made["frechet_distance_interval"];
    EXPECT_LT(interval["low"], made["frechet_distance"]);
    EXPECT_GT(interval["high"], made["frechet_distance"]);
    EXPECT_EQ(interval["confidence"], 0.95);
    EXPECT_EQ(interval["subsets"], 50);
}

TEST_F(Evaluation, ATableForPeople) {
    const Outcome both = evaluate({folder("a"), folder("b")});
    ASSERT_EQ(both.status, 0) << both.err;
    for (const char* words : {"Fréchet distance", "95 % interval", "jackknife", "precision",
                              "recall", "inception score", "class accuracy", "30 pictures"}) {
        EXPECT_NE(both.out.find(words), std::string::npos) << both.out;
    }
    const Outcome one = evaluate({folder("a")});
    EXPECT_EQ(one.status, 0) << one.err;
    EXPECT_EQ(one.out.find("Fréchet"), std::string::npos) << one.out;
}

TEST_F(Evaluation, LabelsComeFromNamesWhereThereIsNoMetadata) {
    const fs::path plain = folder("plain");
    fs::create_directories(plain / "below");
    for (const auto& entry : fs::directory_iterator(folder("a"))) {
        if (entry.path().extension() != ".png") continue;
        io::writePng((plain / "below" / entry.path().filename()).string(),
                     io::readImage(entry.path().string()));
    }
    const auto made = json(evaluate({plain.string(), folder("a"), "--json"}));
    EXPECT_EQ(made["first"]["labelled"], 30);
    EXPECT_NEAR(made["frechet_distance"], 0, 1e-6);
    fs::rename(plain / "below/000000_0001-bridge.png", plain / "below/bridge.png");
    EXPECT_EQ(json(evaluate({plain.string(), "--json"}))["first"]["labelled"], 29);
}

TEST_F(Evaluation, ScenesArePaintedAndPassThroughAVqVae) {
    const auto made = json(evaluate({"scenes", "scenes:5", "--pictures", "8", "--json"}));
    EXPECT_EQ(made["first"]["pictures"], 8);
    EXPECT_EQ(made["second"]["pictures"], 8);
    const std::string vqvae = folder("vqvae.safetensors");  // its metadata names the scales
    StateDict weights = loadStateDict(openCheckpoint(family_->files().vqvae, ModelKind::VqVae),
                                      tensorSpecs(test::tinyVqVae()), {});
    saveStateDict(vqvae, weights.tensors(), at::kFloat, {{"scales", "1,2,3,4"}});
    const Outcome sizes = evaluate({"scenes", "--pictures", "4", "--reconstruct", vqvae});
    EXPECT_EQ(sizes.status, 2);
    EXPECT_TRUE(says(sizes, "16 x 16 pixels; found 128 x 128")) << sizes.err;
    const auto through =
        json(evaluate({folder("a"), folder("a"), "--reconstruct", vqvae, "--json"}));
    EXPECT_GT(through["frechet_distance"], 1e-4);
}

TEST_F(Evaluation, ProblemsAreToldInOneSentence) {
    struct Case {
        std::vector<std::string> arguments;
        int status;
        const char* words;
    };
    fs::create_directories(folder("empty"));
    test::writeFile(folder("text.npz"), "no archive");
    const Case cases[] = {
        {{folder("nowhere")}, 3, "There is no folder or file"},
        {{folder("empty")}, 3, "holds no PNG, JPEG, WebP, BMP or TIFF picture"},
        {{folder("text.npz")}, 4, "text.npz"},
        {{"scenes:red"}, 2, "scenes:SEED"},
        {{folder("a"), folder("b"), "--neighbours", "30"}, 2, "30 neighbours"},
        {{folder("a"), "--batch", "0"}, 2, "--batch"},
    };
    for (const Case& c : cases) {
        const Outcome outcome = evaluate(c.arguments);
        EXPECT_EQ(outcome.status, c.status) << outcome.err;
        EXPECT_TRUE(says(outcome, c.words)) << outcome.err;
    }
    const Outcome other =
        test::run({"eval", folder("a"), "--features", family_->files().vqvae, "--device", "cpu"});
    EXPECT_EQ(other.status, 4);
    EXPECT_TRUE(says(other, "is not a feature network")) << other.err;
}

TEST_F(Evaluation, StatisticsStandForThePicturesTheyWereMadeOf) {
    const std::string file = folder("stats.npz");
    const auto made = json(evaluate({folder("a"), folder("b"), "--json"}));
    ASSERT_EQ(evaluate({folder("b"), "--save-stats", file}).status, 0);
    const auto alone = json(evaluate({folder("a"), file, "--json"}));
    EXPECT_NEAR(alone["frechet_distance"], made["frechet_distance"], 1e-6);
    EXPECT_EQ(alone["reference_statistics"], "of the file");
    EXPECT_EQ(made["reference_statistics"], "of its pictures");
    EXPECT_FALSE(alone.contains("precision"));
    const Outcome table = evaluate({folder("a"), file});
    EXPECT_NE(table.out.find("need B's pictures"), std::string::npos) << table.out;
    EXPECT_TRUE(says(table, "is biased")) << table.err;  // 30 pictures for 128 features
}

TEST_F(Evaluation, OneBadPictureIsNamedCountedAndLeftOut) {
    const fs::path damaged = folder("damaged");
    fs::create_directories(damaged);
    for (const auto& entry : fs::directory_iterator(folder("a"))) {
        if (entry.path().extension() == ".png") {
            fs::copy_file(entry.path(), damaged / entry.path().filename());
        }
    }
    test::writeFile((damaged / "999999_0001-bridge.png").string(), "damaged");
    test::writeFile((damaged / "._hidden.png").string(), "x");
    const Outcome outcome = evaluate({damaged.string(), folder("b"), "--json"});
    EXPECT_EQ(outcome.status, 9) << outcome.err;
    EXPECT_TRUE(says(outcome, "999999_0001-bridge.png")) << outcome.err;
    EXPECT_TRUE(says(outcome, "1 hidden file (for example ._hidden.png)")) << outcome.err;
    const auto made = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(made["left_out"], 1);
    EXPECT_EQ(made["first"]["pictures"], 30);
    const Outcome strict = evaluate({damaged.string(), folder("b"), "--strict"});
    EXPECT_EQ(strict.status, 3) << strict.err;
    EXPECT_TRUE(says(strict, "999999_0001-bridge.png")) << strict.err;
}

using Rows = std::vector<std::vector<std::string>>;
Rows readCsv(const std::string& path) {
    std::istringstream text(test::readFile(path));
    Rows rows;
    for (std::string line; std::getline(text, line);) {
        rows.emplace_back();
        std::istringstream cells(line + ",");
        for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
    }
    return rows;
}

class Sweep : public Evaluation {
  protected:
    static Outcome sweep(const std::string& out, std::vector<std::string> more) {
        std::vector<std::string> all{"sweep",       "--device", "cpu",      "--threads", "1",
                                     "--per-class", "3",        "--seed",   "7",         "--batch",
                                     "10",          "--out",    folder(out)};
        all.insert(all.end(), more.begin(), more.end());
        return test::run(all);
    }
    static std::vector<std::string> quality() {
        return {"--eval", "--features", network(), "--reference", folder("b") + "/samples.npz"};
    }
    static std::vector<std::string> with(std::vector<std::string> a, std::vector<std::string> b) {
        a.insert(a.end(), b.begin(), b.end());
        return a;
    }
};

TEST_F(Sweep, EverySplitHasItsRowInTableAndPlot) {
    const Outcome made =
        sweep("curve", with(quality(), {"--models", family_->folder(), "--splits", "0-4"}));
    ASSERT_EQ(made.status, 0) << made.err;
    EXPECT_EQ(made.out, test::readFile(folder("curve/sweep.txt")));
    const Rows rows = readCsv(folder("curve/sweep.csv"));
    ASSERT_EQ(rows.size(), 6u);
    EXPECT_EQ(rows[0][3], "frechet_distance");
    for (int split = 0; split <= 4; ++split) {
        const auto& row = rows[split + 1];
        EXPECT_EQ(row[0], std::to_string(split));
        EXPECT_EQ(row[1], "training-free");
        EXPECT_EQ(row[2], "30");
        EXPECT_GT(std::stod(row[3]), 0);
        EXPECT_GT(std::stod(row[8]), std::stod(row[9]));  // the VQ-VAE takes time too
        EXPECT_GT(std::stod(row[10]), 0);
        EXPECT_LT(std::stod(row[11]), std::stod(row[3]));
        EXPECT_GT(std::stod(row[12]), std::stod(row[3]));
        EXPECT_EQ(row[13], "50");
    }
    EXPECT_NE(made.out.find("jackknife"), std::string::npos) << made.out;
    EXPECT_GT(std::stod(rows[3][10]), std::stod(rows[1][10]));  // the refiner alone needs least
    const auto json = nlohmann::json::parse(test::readFile(folder("curve/sweep.json")));
    EXPECT_EQ(json["points"].size(), 5u);
    EXPECT_LT(json["points"][0]["frechet_distance_low"], json["points"][0]["frechet_distance"]);
    EXPECT_GT(json["points"][0]["frechet_distance_high"], json["points"][0]["frechet_distance"]);
    EXPECT_EQ(io::readImage(folder("curve/sweep.png")).width, 1200);
    // what sample and eval say of the same pictures
    const auto apart =
        nlohmann::json::parse(evaluate({folder("a"), folder("b") + "/samples.npz", "--json"}).out);
    EXPECT_NEAR(std::stod(rows[3][3]), apart["frechet_distance"], 1e-2);
    EXPECT_NEAR(std::stod(rows[3][7]), apart["first"]["class_accuracy"], 0.05);
}

TEST_F(Sweep, GoesOnWhereItStoppedAndRefusesOtherSettings) {
    const auto options = with(quality(), {"--models", family_->folder(), "--splits", "1,3"});
    ASSERT_EQ(sweep("again", options).status, 0);
    const Rows before = readCsv(folder("again/sweep.csv"));
    ASSERT_EQ(before.size(), 3u);
    fs::remove(folder("again/training-free-0.safetensors"));
    fs::remove(folder("again/sweep.csv"));
    ASSERT_EQ(sweep("again", options).status, 0);
    const Rows after = readCsv(folder("again/sweep.csv"));
    ASSERT_EQ(after.size(), 3u);
    for (int row = 1; row <= 2; ++row) {
        for (int column = 0; column < 8; ++column) {
            EXPECT_EQ(after[row][column], before[row][column]);
        }
    }
    const Outcome other =
        sweep("again", with(quality(), {"--models", family_->folder(), "--splits", "1-3"}));
    EXPECT_EQ(other.status, 3);
    EXPECT_TRUE(says(other, "--splits is 1,3 there and 1,2,3 here")) << other.err;
}

TEST_F(Sweep, SpecialisedPairsStandBesideTheTrainingFreeOne) {
    const fs::path models = folder("models");
    fs::copy(family_->folder(), models);
    fs::copy_file(models / "drafter.safetensors", models / "drafter_2.safetensors");
    fs::copy_file(models / "refiner.safetensors", models / "refiner_2.safetensors");
    const Outcome made =
        sweep("pairs", with(quality(), {"--models", models.string(), "--splits", "1-2"}));
    ASSERT_EQ(made.status, 0) << made.err;
    const Rows rows = readCsv(folder("pairs/sweep.csv"));
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(rows[2][1], "training-free");
    EXPECT_EQ(rows[3][0], "2");
    EXPECT_EQ(rows[3][1], "specialised");
    EXPECT_NEAR(std::stod(rows[3][3]), std::stod(rows[2][3]), 1e-2);  // the same weights
}

TEST_F(Sweep, WithoutEvalItTellsSpeedAndMemory) {
    const Outcome made = sweep("speed", {"--models", family_->folder(), "--splits", "2", "--json"});
    ASSERT_EQ(made.status, 0) << made.err;
    const auto point = nlohmann::json::parse(made.out)["points"][0];
    EXPECT_TRUE(point["frechet_distance"].is_null());
    EXPECT_GT(point["pictures_per_second"], 0);
    EXPECT_GT(point["peak_bytes"], 0);
}

TEST_F(Sweep, ARecipeMustBeTheSameAtEverySplit) {
    const std::vector<std::string> fid{"--models", family_->folder(), "--recipe", "fid"};
    const Outcome ends = sweep("fid", with(fid, {"--splits", "2-4"}));
    EXPECT_EQ(ends.status, 2);
    EXPECT_TRUE(says(ends, "others at split 0 and split 4")) << ends.err;
    const Outcome between = sweep("fid", with(fid, {"--splits", "2"}));
    ASSERT_EQ(between.status, 0) << between.err;
    const auto json = nlohmann::json::parse(test::readFile(folder("fid/sample.json")));
    EXPECT_EQ(json["settings"]["recipe"], "fid");
    EXPECT_EQ(json["settings"]["guidance"], "1.5");
    EXPECT_EQ(json["settings"]["top_k"], "600");
}

TEST_F(Sweep, BadOptionsAreToldInOneSentence) {
    for (const char* splits : {"5", "3-1", "1-", "all", "-1"}) {
        const Outcome outcome =
            sweep("bad", {"--models", family_->folder(), "--splits=" + std::string(splits)});
        EXPECT_EQ(outcome.status, 2) << splits;
        EXPECT_TRUE(says(outcome, "0 to 4")) << outcome.err;
    }
    EXPECT_EQ(test::run({"sweep", "--models", family_->folder()}).status, 2);
}

}  // namespace
}  // namespace duo
