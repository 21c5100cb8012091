// Fine-tuning for a split: targets, teacher and loss weights.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/error.h"
#include "checkpoint/detect.h"
#include "train/fine_tune.h"
#include "train/tiny.h"

namespace duo::test {
namespace {

using train::VarTrainer;
using train::VarTrainerOptions;

// Trained briefly, so that its distribution differs from a fresh model's.
std::shared_ptr<const VarTransformer> someTeacher() {
    VarTrainer trainer(tinyVarOptions(), tinyTokens());
    for (int i = 0; i < 30; ++i) trainer.step(5e-3, 0.5);
    return trainer.averaged();
}

TEST(FineTune, ARefinerComesCloseToItsTeacher) {
    VarTrainerOptions options = tinyVarOptions();
    options.conditionDrop = 0;
    options.seed = 9;  // other weights than the teacher's
    options.teacher = someTeacher();
    VarTrainer trainer(options, tinyTokens());
    const double first = trainer.step(5e-3, 0.5).loss;
    double last = 0;
    for (int i = 0; i < 120; ++i) last = trainer.step(5e-3, 0.5).loss;
    EXPECT_GT(first, 0);
    EXPECT_LT(last, 0.3 * first);
    EXPECT_GE(last, 0);  // a divergence is never negative
}

TEST(FineTune, ATeacherDivergesNotFromItself) {
    VarTrainerOptions options = tinyVarOptions();
    options.precision = train::TrainingPrecision::Float32;
    VarTrainer same(options, tinyTokens());
    options.teacher = same.averaged();  // without updates: the initial weights of this seed
    EXPECT_NEAR(VarTrainer(options, tinyTokens()).step(1e-3, 0.5).loss, 0, 1e-5);
}

// The loss is the weighted mean over tokens: scales of 1, 4 and 16 tokens here.
TEST(FineTune, TheWeightOfTheDraftersScalesFallsInALine) {
    VarTrainerOptions options = tinyVarOptions();
    options.learnFrom = 2;
    options.fadeShare = 0.5;
    for (const auto& [share, weight] : {std::pair{0.0, 1.0}, {0.25, 0.5}, {0.5, 0.0}, {0.9, 0.0}}) {
        const auto report = VarTrainer(options, tinyTokens()).step(1e-3, share);
        std::vector<double> scales;
        for (const auto& [name, loss] : report.parts)
            if (name.starts_with("scale_")) scales.push_back(loss);
        ASSERT_EQ(scales.size(), 3u);
        const double wanted =
            (weight * (scales[0] + 4 * scales[1]) + 16 * scales[2]) / (5 * weight + 16);
        EXPECT_NEAR(report.loss, wanted, 1e-4) << share;
    }
}

TEST(FineTune, RefusesATeacherOfOtherScales) {
    VarTrainerOptions options = tinyVarOptions();
    VarGeometry other = options.geometry;
    other.schedule = ScaleSchedule({1, 2, 3});
    options.teacher = VarTransformer::create(other, train::freshVarWeights(other, options.init, 1));
    EXPECT_THROW(VarTrainer(options, tinyTokens()), Error);
}

TEST(FineTune, RatesSuitTheWidth) {
    EXPECT_DOUBLE_EQ(train::fineTuneRate(ModelRole::Drafter, 1920), 1e-6);
    EXPECT_DOUBLE_EQ(train::fineTuneRate(ModelRole::Refiner, 1024), 1e-5);
    EXPECT_DOUBLE_EQ(train::fineTuneRate(ModelRole::Drafter, 192), 1e-4);
    EXPECT_DOUBLE_EQ(train::fineTuneRate(ModelRole::Refiner, 64), 1e-3);
}

class FineTuneRun : public testing::Test {
  protected:
    FineTuneRun() {
        train::VqVaeTrainer vqvae(tinyVqVaeOptions(), tinyPictures());
        train::runTraining(vqvae, runIn("vqvae"), {}, {});
        train::VarTrainOptions made;
        made.pictures.count = 16;
        made.vqvae = folder / "vqvae/vqvae.safetensors";
        made.depth = 1;
        made.width = 16;
        made.heads = 2;
        made.trainer.batch = 2;
        made.run = runIn("var");
        train::trainVar(made, {}, {});
        options.training = made;
        options.training.start = folder / "var/var.safetensors";
        options.teacher = options.training.start;
    }

    train::RunOptions runIn(const std::string& name) const {
        train::RunOptions run;
        run.folder = folder / name;
        run.steps = 2;
        run.threads = 1;
        return run;
    }

    // -> the log's last row, by column
    std::map<std::string, std::string> tune(ModelRole role, int split, const std::string& name) {
        options.role = role;
        options.split = split;
        options.training.run = runIn(name);
        options.training.run.learningRate = 0;
        options.training.run.reportEvery = 1;
        EXPECT_TRUE(train::fineTune(options, {}, {}).finished);
        std::ifstream log(folder / (name + "/log.csv"));
        std::string heading, line, last;
        std::getline(log, heading);
        while (std::getline(log, line)) last = line;
        std::map<std::string, std::string> row;
        std::istringstream names(heading), values(last);
        std::string column, value;
        while (std::getline(names, column, ',')) {
            std::getline(values, value, ',');
            row[column] = value;
        }
        return row;
    }

    const ScratchFolder folder;
    train::FineTuneOptions options;
};

TEST_F(FineTuneRun, LeavesAFileNamedAfterRoleAndSplit) {
    const auto drafter = tune(ModelRole::Drafter, 2, "d2");
    const std::string file = folder / "d2/drafter_2.safetensors";
    ASSERT_TRUE(std::filesystem::exists(file));
    EXPECT_EQ(detectVar(openCheckpoint(file, ModelKind::Var)).schedule, tinySchedule());
    EXPECT_EQ(drafter.at("scale_3"), "");  // belongs to the refiner
    const auto refiner = tune(ModelRole::Refiner, 1, "r1");
    EXPECT_TRUE(std::filesystem::exists(folder / "r1/refiner_1.safetensors"));
    EXPECT_NE(refiner.at("scale_3"), "");
}

TEST_F(FineTuneRun, RefusesASplitThatLeavesNothingToDo) {
    options.role = ModelRole::Refiner;
    options.split = 3;
    EXPECT_THROW(train::fineTune(options, {}, {}), Error);
    options.role = ModelRole::Drafter;
    options.split = 0;
    EXPECT_THROW(train::fineTune(options, {}, {}), Error);
}

}  // namespace
}  // namespace duo::test
