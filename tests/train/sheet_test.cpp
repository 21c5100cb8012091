// The sheets of pictures that a run writes at its checkpoints.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "io/image.h"
#include "train/run_record.h"
#include "train/sample_sheet.h"
#include "train/tiny.h"

namespace duo::test {
namespace {

namespace fs = std::filesystem;
using train::VarTrainer;
using train::VarTrainerOptions;

train::RunOptions runOf(const std::string& folder, std::int64_t steps, bool sheets = true) {
    train::RunOptions run;
    run.folder = folder;
    run.steps = steps;
    run.learningRate = 1e-2;
    run.threads = 1;
    run.reportEvery = 1;
    run.sheets = sheets;
    return run;
}

std::vector<std::string> sheetsOf(const std::string& folder) {
    std::vector<std::string> names;
    if (!fs::exists(folder + "/sheets")) return names;
    for (const auto& entry : fs::directory_iterator(folder + "/sheets"))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

TEST(Sheet, EveryCheckpointLeavesOneWhoseNamesSort) {
    const ScratchFolder folder;
    VarTrainer trainer(tinyVarOptions(), tinyTokens());
    for (const std::int64_t steps : {2, 11})
        train::runTraining(trainer, runOf(folder.path(), steps), {}, {});
    EXPECT_EQ(sheetsOf(folder.path()),
              (std::vector<std::string>{"step-0000002.png", "step-0000011.png"}));
    const io::RgbImage first = io::readImage(folder / "sheets/step-0000002.png");
    EXPECT_EQ(first.width, 32);  // two classes of 16 x 16
    EXPECT_EQ(first.height, 16);
    EXPECT_NE(first, io::readImage(folder / "sheets/step-0000011.png"));  // it has learned
}

TEST(Sheet, TheVqVaeLeavesOriginalsAndWhatItMakesOfThem) {
    const ScratchFolder folder;
    train::VqVaeTrainer trainer(tinyVqVaeOptions(), tinyPictures());
    train::runTraining(trainer, runOf(folder.path(), 3), {}, {});
    const io::RgbImage sheet = io::readImage(folder / "sheets/step-0000003.png");
    EXPECT_EQ(sheet.width, 64);
    EXPECT_EQ(sheet.height, 32);
}

TEST(Sheet, TensorBoardGetsItToo) {
    const ScratchFolder folder;
    VarTrainer trainer(tinyVarOptions(), tinyTokens());
    train::runTraining(trainer, runOf(folder.path(), 1), {}, {});
    std::ifstream file(folder / "sheets/step-0000001.png", std::ios::binary);
    const std::string png{std::istreambuf_iterator<char>(file), {}};
    ASSERT_GT(png.size(), 60u);
    bool found = false;
    for (const auto& entry : fs::directory_iterator(folder.path())) {
        if (!entry.path().filename().string().starts_with("events.")) continue;
        std::ifstream events(entry.path(), std::ios::binary);
        const std::string all{std::istreambuf_iterator<char>(events), {}};
        found = all.find(png) != std::string::npos;
    }
    EXPECT_TRUE(found);
}

TEST(Sheet, TheTrainingDoesNotNotice) {
    const ScratchFolder folder;
    VarTrainerOptions options = tinyVarOptions();
    options.conditionDrop = 0.3;
    VarTrainer shown(options, tinyTokens()), unseen(options, tinyTokens());
    for (const std::int64_t steps : {2, 4, 6}) {
        train::runTraining(shown, runOf(folder / "shown", steps), {}, {});
        train::runTraining(unseen, runOf(folder / "unseen", steps, false), {}, {});
    }
    EXPECT_EQ(sheetsOf(folder / "shown").size(), 3u);
    EXPECT_TRUE(sheetsOf(folder / "unseen").empty());
    EXPECT_EQ(largestDifference(shown.model().parameters(), unseen.model().parameters()), 0.0);
}

TEST(Sheet, TheSameWeightsGiveTheSamePictures) {
    VarTrainer trainer(tinyVarOptions(), tinyTokens());
    const at::Tensor first = trainer.sheet(0);
    EXPECT_EQ(first.sizes(), (std::vector<std::int64_t>{16, 32, 3}));
    EXPECT_TRUE(at::equal(first, trainer.sheet(0)));
    EXPECT_TRUE(at::equal(first, VarTrainer(tinyVarOptions(), tinyTokens()).sheet(0)));
    for (int i = 0; i < 20; ++i) trainer.step(1e-2, 0.5);
    EXPECT_FALSE(at::equal(first, trainer.sheet(0.5)));
}

TEST(Sheet, ADraftersShowsItsScalesAlone) {
    VarTrainerOptions options = tinyVarOptions();
    options.firstScales = 1;
    options.firstShare = 0.5;
    const VarTrainer trainer(options, tinyTokens());
    const at::Tensor early = trainer.sheet(0.2), late = trainer.sheet(0.7);
    EXPECT_FALSE(at::equal(early, late));
    options.firstShare = 1;
    EXPECT_TRUE(at::equal(VarTrainer(options, tinyTokens()).sheet(1), early));
}

// A refiner that is its own teacher draws the same as the teacher alone.
TEST(Sheet, ARefinersBeginsWithItsTeachersScales) {
    VarTrainerOptions options = tinyVarOptions();
    const VarTrainer alone(options, tinyTokens());
    options.teacher = alone.averaged();
    options.learnFrom = 1;
    EXPECT_TRUE(at::equal(VarTrainer(options, tinyTokens()).sheet(1), alone.sheet(1)));
    options.seed = 9;  // another refiner
    EXPECT_FALSE(at::equal(VarTrainer(options, tinyTokens()).sheet(1), alone.sheet(1)));
}

TEST(Sheet, WithoutATeacherTheFirstScalesAreAPictures) {
    VarTrainerOptions options = tinyVarOptions();
    options.learnFrom = 2;
    const VarTrainer pictured(options, tinyTokens());
    EXPECT_EQ(pictured.sheet(0).sizes(), (std::vector<std::int64_t>{16, 32, 3}));
    options.learnFrom = 0;
    EXPECT_FALSE(at::equal(pictured.sheet(0), VarTrainer(options, tinyTokens()).sheet(0)));
}

TEST(Sheet, ShowsSixteenClassesSpreadOverAll) {
    EXPECT_EQ(train::sheetClasses(3), (std::vector<int>{0, 1, 2}));
    const std::vector<int> many = train::sheetClasses(1000);
    ASSERT_EQ(many.size(), 16u);
    EXPECT_EQ(many[1], 62);
    EXPECT_EQ(many.back(), 937);
}

class Unshowable final : public train::Trainer {
  public:
    std::string kind() const override { return "test"; }
    Report step(double, double) override { return {}; }
    std::int64_t picturesPerStep() const override { return 1; }
    void save(train::TrainingState& state) const override {
        state.tensors["none"] = at::zeros({1});
    }
    void restore(const train::TrainingState&) override {}
    void exportWeights(const std::string&) const override {}
    at::Tensor sheet(double) const override {
        throw Error(ErrorKind::Memory, "The picture does not fit.");
    }
};

TEST(Sheet, ARunGoesOnWithoutOneThatFails) {
    const ScratchFolder folder;
    Unshowable trainer;
    std::string told;
    train::TrainCallbacks callbacks;
    callbacks.message = [&](const std::string& sentence) { told += sentence; };
    EXPECT_TRUE(train::runTraining(trainer, runOf(folder.path(), 2), callbacks, {}).finished);
    EXPECT_EQ(told, "There is no sheet for step 2: The picture does not fit.");
}

}  // namespace
}  // namespace duo::test
