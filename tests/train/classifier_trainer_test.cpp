// The scene classifier's trainer: it learns, resumes exactly, and its file can be read back.
#include "train/classifier_trainer.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "train/tiny.h"

namespace duo::test {
namespace {

using train::ClassifierTrainer;
using train::ClassifierTrainerOptions;

// Two classes with distinct colours at any disturbance.
std::shared_ptr<const train::PictureCache> colours(int side) {
    class Colours final : public train::PictureSource {
      public:
        explicit Colours(int side) : side_(side) {}
        std::int64_t count() const override { return 8; }
        const std::vector<std::string>& classNames() const override { return names_; }
        int label(std::int64_t index) const override { return static_cast<int>(index % 2); }
        at::Tensor picture(std::int64_t index) const override {
            at::Tensor picture = at::full({side_, side_, 3}, 20 * index, at::kByte);
            picture.select(2, label(index)).fill_(230);
            return picture;
        }
        int side() const override { return side_; }

      private:
        int side_;
        std::vector<std::string> names_{"red", "green"};
    };
    return std::make_shared<train::PictureCache>(std::make_shared<Colours>(side));
}

ClassifierTrainerOptions options() {
    ClassifierTrainerOptions options;
    options.batch = 4;
    options.emaDecay = 0.8;
    options.precision = train::TrainingPrecision::Float32;
    return options;
}

TEST(ClassifierTrainer, LearnsAndWritesWhatItLearnt) {
    const ScratchFolder folder;
    ClassifierTrainer trainer(options(), colours(eval::kClassifierSide));
    for (int i = 0; i < 25; ++i) trainer.step(2e-3, 0.5);
    EXPECT_LT(trainer.step(2e-3, 0.5).loss, 0.4);
    trainer.exportWeights(folder.path());
    const std::string file = folder / "classifier.safetensors";
    EXPECT_TRUE(eval::isSceneClassifier(file));
    EXPECT_LT(std::filesystem::file_size(file), 2'000'000u);
    const auto read = eval::loadSceneClassifier(file, at::kCPU);
    EXPECT_EQ(read->classes(), 2);
    const auto pictures = colours(eval::kClassifierSide);
    const at::Tensor two = at::stack({pictures->picture(2), pictures->picture(5)});
    const eval::Features seen = (*read)(two);
    EXPECT_EQ(seen.features_BF.sizes(), (std::vector<std::int64_t>{2, eval::kClassifierFeatures}));
    EXPECT_EQ(seen.logits_BK.argmax(1)[0].item<int>(), 0);
    EXPECT_EQ(seen.logits_BK.argmax(1)[1].item<int>(), 1);
    // other sizes are resized; flat colours look the same
    const auto small = colours(48);
    const eval::Features resized = (*read)(at::stack({small->picture(2), small->picture(5)}));
    EXPECT_TRUE(at::allclose(resized.features_BF, seen.features_BF, 1e-3, 1e-3));
}

TEST(ClassifierTrainer, GoesOnBitForBit) {
    const auto pictures = colours(eval::kClassifierSide);
    ClassifierTrainer unbroken(options(), pictures), first(options(), pictures);
    for (int i = 0; i < 2; ++i) first.step(1e-3, 0);
    train::TrainingState state;
    first.save(state);
    ClassifierTrainer second(options(), pictures);
    second.restore(state);
    for (int i = 0; i < 2; ++i) unbroken.step(1e-3, 0);
    for (int i = 0; i < 2; ++i) EXPECT_EQ(unbroken.step(1e-3, 0).loss, second.step(1e-3, 0).loss);
    EXPECT_EQ(largestDifference(unbroken.model().parameters(), second.model().parameters()), 0.0);
}

TEST(ClassifierTrainer, RefusesOtherSizes) {
    EXPECT_THROW(ClassifierTrainer(options(), colours(64)), Error);
}

}  // namespace
}  // namespace duo::test
