// Both trainers at tiny sizes: they learn, accumulate exactly, and resume exactly after a stop.
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "base/error.h"
#include "checkpoint/state_dict.h"
#include "train/tiny.h"
#include "train/train_commands.h"

namespace duo::test {
namespace {

using train::RunOptions;
using train::TrainProgress;
using train::VarTrainer;
using train::VqVaeTrainer;

std::vector<double> losses(train::Trainer& trainer, int steps, double rate) {
    std::vector<double> made;
    for (int i = 0; i < steps; ++i) made.push_back(trainer.step(rate, 0.5).loss);
    return made;
}

TEST(VqVaeTrainer, LearnsFourPictures) {
    auto options = tinyVqVaeOptions();
    options.freeSteps = 20;
    options.flips = false;
    VqVaeTrainer trainer(options, tinyPictures());
    const std::vector<double> made = losses(trainer, 150, 3e-3);
    EXPECT_LT(made.back(), 0.5 * made.front());
    EXPECT_EQ(trainer.sheet(0.5).sizes(), (std::vector<std::int64_t>{32, 64, 3}));
}

// bf16 has 8 bits of precision, so a loss may change in its third digit; the quantiser stays fp32.
TEST(VqVaeTrainer, TrainsInBFloat16CloseToFp32) {
    auto options = tinyVqVaeOptions();
    options.precision = train::TrainingPrecision::Float32;
    VqVaeTrainer exact(options, tinyPictures());
    options.precision = train::TrainingPrecision::BFloat16;
    VqVaeTrainer rounded(options, tinyPictures());
    const double wanted = exact.step(1e-3, 0.5).loss, made = rounded.step(1e-3, 0.5).loss;
    EXPECT_NEAR(made, wanted, 0.03 * wanted);
    EXPECT_NE(made, wanted);  // it did compute in bf16
}

train::NamedTensors partsOf(const train::NamedTensors& all, bool ofDecoder) {
    train::NamedTensors parts;
    for (const auto& [name, tensor] : all) {
        if ((name.starts_with("decoder.") || name.starts_with("post_quant_conv.")) == ofDecoder)
            parts.emplace_back(name, tensor);
    }
    return parts;
}

TEST(VqVaeTrainer, TrainsTheDecoderAlone) {
    auto options = tinyVqVaeOptions();
    options.decoderOnly = true;
    options.flips = false;
    options.losses.contrast = 1;
    const VqVae start(options.geometry, train::freshVqVaeWeights(options.geometry, 5));
    VqVaeTrainer trainer(options, tinyPictures(), train::freshVqVaeWeights(options.geometry, 5));
    const std::vector<double> made = losses(trainer, 60, 3e-3);
    EXPECT_LT(made.back(), 0.7 * made.front());
    const auto before = start.parameters(), after = trainer.model().parameters();
    EXPECT_EQ(largestDifference(partsOf(before, false), partsOf(after, false)), 0.0);
    EXPECT_GT(largestDifference(partsOf(before, true), partsOf(after, true)), 1e-3);
}

TEST(PictureLoss, ContrastForgivesAShiftAndNotABlur) {
    at::Tensor wanted = at::zeros({1, 3, 9, 9}), shifted = at::zeros({1, 3, 9, 9});
    wanted.narrow(3, 2, 7).fill_(1);
    shifted.narrow(3, 3, 6).fill_(1);
    train::PictureLossWeights weights;
    weights.contrast = 1;
    const train::PictureLoss shift = train::pictureLoss(shifted, wanted, weights);
    EXPECT_NEAR(shift.contrast.item<double>(), 0, 1e-6);
    EXPECT_GT(shift.gradient.item<double>(), 0.05);
    const train::PictureLoss blur = train::pictureLoss(wanted * 0.5, wanted, weights);
    EXPECT_NEAR(blur.contrast.item<double>(), 0.5 / 4 / 2,
                1e-6);  // one of two windows, reduced by half
    EXPECT_NEAR((blur.total - blur.absolute - blur.squared - blur.gradient).item<double>(),
                blur.contrast.item<double>(), 1e-6);
}

TEST(VarTrainer, LearnsFourTokenMaps) {
    VarTrainer trainer(tinyVarOptions(), tinyTokens());
    const std::vector<double> made = losses(trainer, 120, 5e-3);
    EXPECT_NEAR(made.front(), std::log(16.0), 0.5);  // starts with a uniform distribution
    EXPECT_LT(made.back(), 0.5 * made.front());
}

TEST(VarTrainer, BeginsOnTheFirstScales) {
    auto options = tinyVarOptions();
    options.firstScales = 2;
    options.firstShare = 0.4;
    VarTrainer trainer(options, tinyTokens());
    const auto early = trainer.step(1e-3, 0.1), late = trainer.step(1e-3, 0.5);
    ASSERT_EQ(early.parts.back().first, "scale_3");
    EXPECT_TRUE(std::isnan(early.parts.back().second));
    EXPECT_GT(late.parts.back().second, 0);
}

TEST(VarTrainer, LearnsFromAScaleOn) {
    auto options = tinyVarOptions();
    options.learnFrom = 2;
    VarTrainer trainer(options, tinyTokens());
    const auto report = trainer.step(1e-3, 0.5);
    ASSERT_EQ(report.parts.back().first, "scale_3");
    EXPECT_NEAR(report.loss, report.parts.back().second, 1e-5);
    options.learnFrom = 1;
    const auto both = VarTrainer(options, tinyTokens()).step(1e-3, 0.5);
    EXPECT_GT(std::abs(both.loss - both.parts.back().second), 1e-4);
    options.learnFrom = 3;
    EXPECT_THROW(VarTrainer(options, tinyTokens()), Error);
}

at::Tensor classEmbedding(const VarTrainer& trainer) {
    for (const auto& [name, tensor] : trainer.model().parameters())
        if (name == "class_emb.weight") return tensor.detach().clone();
    return {};
}

TEST(VarTrainer, ShowsClassesByTheirWeights) {
    auto options = tinyVarOptions();
    options.classWeights = {1e-9, 1};
    VarTrainer trainer(options, tinyTokens());
    const at::Tensor before = classEmbedding(trainer);
    losses(trainer, 6, 1e-2);
    const at::Tensor moved = (classEmbedding(trainer) - before).abs().amax(1);  // by class
    EXPECT_EQ(moved[0].item<double>(), 0.0);
    EXPECT_GT(moved[1].item<double>(), 1e-3);
}

TEST(VarTrainer, RefusesWeightsThatAreNotOnePositiveNumberAClass) {
    auto options = tinyVarOptions();
    for (const std::vector<double>& weights : {std::vector<double>{1}, {1, 2, 3}, {1, 0}}) {
        options.classWeights = weights;
        EXPECT_THROW(VarTrainer(options, tinyTokens()), Error) << weights.size();
    }
}

TEST(VqVaeTrainer, AccumulationEqualsTheLargeBatch) {
    auto whole = tinyVqVaeOptions(), parts = tinyVqVaeOptions();
    whole.freeSteps = parts.freeSteps = 100;
    whole.cropSide = parts.cropSide = 0;
    parts.batch = 1;
    parts.accumulation = 4;
    VqVaeTrainer first(whole, tinyPictures()), second(parts, tinyPictures());
    EXPECT_NEAR(losses(first, 1, 1e-3)[0], losses(second, 1, 1e-3)[0], 1e-5);
    // Adam's first step is the sign of the gradient: equal if the gradients are equal
    EXPECT_LT(largestDifference(first.model().parameters(), second.model().parameters()), 2e-3);
    const std::vector<double> a = losses(first, 4, 1e-3), b = losses(second, 4, 1e-3);
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-3 * a[i]);
}

TEST(VarTrainer, AccumulationEqualsTheLargeBatch) {
    auto whole = tinyVarOptions(), parts = tinyVarOptions();
    parts.batch = 2;
    parts.accumulation = 2;
    VarTrainer first(whole, tinyTokens()), second(parts, tinyTokens());
    const std::vector<double> a = losses(first, 5, 1e-3), b = losses(second, 5, 1e-3);
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-4 * a[i]);
}

struct Log {
    std::vector<double> losses;
    train::TrainCallbacks callbacks() {
        train::TrainCallbacks made;
        made.progress = [this](const TrainProgress& progress) { losses.push_back(progress.loss); };
        return made;
    }
};

RunOptions shortRun(const std::string& folder) {
    RunOptions options;
    options.folder = folder;
    options.steps = 12;
    options.learningRate = 1e-3;
    options.warmupSteps = 3;
    options.reportEvery = 1;
    options.threads = 1;
    return options;
}

// Trains once without a break, and once stopped after five steps and resumed by a new trainer.
template <typename MakeTrainer>
void expectSameAfterResume(MakeTrainer make) {
    const ScratchFolder folder;
    Log unbroken, broken;
    const auto first = make();
    train::runTraining(*first, shortRun(folder / "unbroken"), unbroken.callbacks(), {});

    std::stop_source stop;
    train::TrainCallbacks callbacks = broken.callbacks();
    callbacks.progress = [&, record = callbacks.progress](const TrainProgress& progress) {
        record(progress);
        if (progress.step == 5) stop.request_stop();
    };
    const auto before = make();
    const train::RunOutcome stopped =
        train::runTraining(*before, shortRun(folder / "broken"), callbacks, stop.get_token());
    EXPECT_EQ(stopped.step, 5);
    EXPECT_FALSE(stopped.finished);
    const auto after = make();
    const train::RunOutcome ended =
        train::runTraining(*after, shortRun(folder / "broken"), broken.callbacks(), {});
    EXPECT_EQ(ended.step, 12);
    EXPECT_TRUE(ended.finished);

    EXPECT_EQ(broken.losses, unbroken.losses);  // bit for bit
    EXPECT_EQ(largestDifference(first->model().parameters(), after->model().parameters()), 0.0);
    std::ifstream log(folder / "broken/log.csv");
    std::string line;
    int rows = 0;
    while (std::getline(log, line)) ++rows;
    EXPECT_EQ(rows, 13);  // the heading and one row per step, no duplicates
}

StateDict varWeights(const std::string& file, VarGeometry& geometry) {
    const CheckpointFile checkpoint = openCheckpoint(file, ModelKind::Var);
    geometry = detectVar(checkpoint);
    return loadStateDict(checkpoint, tensorSpecs(geometry), {});
}

train::NamedTensors varParameters(const std::string& file) {
    VarGeometry geometry;
    StateDict weights = varWeights(file, geometry);
    return VarTransformer::create(geometry, std::move(weights))->parameters();
}

// One update of a VAR for painted scenes, with a negligible learning rate.
void trainVarOnce(const ScratchFolder& folder, const std::string& run, const std::string& start) {
    train::VarTrainOptions options;
    options.pictures.count = 16;
    options.vqvae = folder / "vqvae/vqvae.safetensors";
    options.start = start;
    options.depth = 1;
    options.width = 16;
    options.heads = 2;
    options.trainer.batch = 2;
    options.trainer.precision = train::TrainingPrecision::Float32;
    options.trainer.seed = start.empty() ? 1 : 2;
    options.run = shortRun(folder / run);
    options.run.steps = 1;
    options.run.learningRate = 1e-9;
    EXPECT_TRUE(train::trainVar(options, {}, {}).finished);
}

TEST(TrainingRun, VarBeginsWithTheWeightsOfAFile) {
    const ScratchFolder folder;
    VqVaeTrainer vqvae(tinyVqVaeOptions(), tinyPictures());
    RunOptions options = shortRun(folder / "vqvae");
    options.steps = 1;
    train::runTraining(vqvae, options, {}, {});
    trainVarOnce(folder, "first", "");
    trainVarOnce(folder, "second", folder / "first/var.safetensors");
    trainVarOnce(folder, "fresh", "");
    const auto first = varParameters(folder / "first/var.safetensors");
    EXPECT_LT(largestDifference(first, varParameters(folder / "second/var.safetensors")), 1e-6);
    EXPECT_EQ(largestDifference(first, varParameters(folder / "fresh/var.safetensors")), 0.0);
}

TEST(TrainingRun, VqVaeGoesOnBitForBit) {
    expectSameAfterResume(
        [] { return std::make_unique<VqVaeTrainer>(tinyVqVaeOptions(), tinyPictures()); });
}

TEST(TrainingRun, VarGoesOnBitForBit) {
    expectSameAfterResume([] {
        auto options = tinyVarOptions();
        options.conditionDrop = 0.3;
        return std::make_unique<VarTrainer>(options, tinyTokens());
    });
}

TEST(TrainingRun, RefusesAnotherRunsFolder) {
    const ScratchFolder folder;
    VqVaeTrainer vqvae(tinyVqVaeOptions(), tinyPictures());
    VarTrainer var(tinyVarOptions(), tinyTokens());
    RunOptions options = shortRun(folder.path());
    options.steps = 1;
    train::runTraining(vqvae, options, {}, {});
    EXPECT_THROW(train::runTraining(var, options, {}, {}), Error);
    options.steps = 0;
    EXPECT_THROW(train::runTraining(vqvae, options, {}, {}), Error);  // no end given
}

TEST(TrainingRun, RateWarmsUpThenFalls) {
    RunOptions options;
    options.learningRate = 1;
    options.warmupSteps = 10;
    options.finalRateShare = 0.1;
    EXPECT_NEAR(train::learningRateAt(options, 0, 0), 0.1, 1e-9);
    EXPECT_NEAR(train::learningRateAt(options, 9, 0), 1, 1e-9);
    EXPECT_NEAR(train::learningRateAt(options, 50, 0.5), 0.55, 1e-9);
    EXPECT_NEAR(train::learningRateAt(options, 99, 1), 0.1, 1e-9);
    EXPECT_NEAR(train::learningRateAt(options, 50, 0.25), 0.1 + 0.9 * 0.853553, 1e-6);
}

TEST(TrainingRun, RateFallsInALineWhereAsked) {
    RunOptions options;
    options.schedule = train::RateSchedule::Linear;
    options.learningRate = 1;
    options.warmupSteps = 10;
    options.finalRateShare = 0.1;
    EXPECT_NEAR(train::learningRateAt(options, 4, 0), 0.5, 1e-9);
    EXPECT_NEAR(train::learningRateAt(options, 50, 0.25), 0.1 + 0.9 * 0.75, 1e-9);
    EXPECT_NEAR(train::learningRateAt(options, 99, 1), 0.1, 1e-9);
}

}  // namespace
}  // namespace duo::test
