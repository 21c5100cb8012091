// Trains the scene classifier by whose features pictures of the demo family are compared. Its
// pictures are blurred, shifted, mirrored and made noisy a little, so that what a VQ-VAE does to
// every picture does not pass for another class.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "eval/scene_classifier.h"
#include "train/adamw.h"
#include "train/ema.h"
#include "train/mixed_precision.h"
#include "train/picture_stream.h"
#include "train/training_run.h"

namespace duo::train {

struct ClassifierTrainerOptions {
    int batch = 16;  // pictures of one update, of each process
    AdamWOptions optimiser{0.9, 0.98, 1e-8, 0.02, 1.0};
    double emaDecay = 0.99;
    double smoothing = 0.05;  // of the label's probability, spread over all classes
    double mostBlur = 1.5;    // deviation in pixels
    double mostNoise = 0.08;  // deviation; pictures lie in [-1, 1]
    int mostShift = 8;        // pixels
    TrainingPrecision precision = TrainingPrecision::Auto;
    at::Device device = at::kCPU;
    ProcessGroup group;
    std::uint64_t seed = 0;
};

// Convolutions keep the variance, norms 1 and 0, the head nearly 0.
StateDict freshClassifierWeights(int classes, std::uint64_t seed);

class ClassifierTrainer final : public Trainer {
  public:
    // Pictures must be kClassifierSide pixels a side; Error(Usage).
    ClassifierTrainer(ClassifierTrainerOptions options,
                      std::shared_ptr<const PictureCache> pictures);

    std::string kind() const override { return "scene classifier"; }
    // Its parts: the share of the batch that was told right.
    Report step(double learningRate, double share) override;
    std::int64_t picturesPerStep() const override {
        return std::int64_t{options_.batch} * options_.group.count();
    }
    ProcessGroup group() const override { return options_.group; }
    void save(TrainingState& state) const override;
    void restore(const TrainingState& state) override;
    // classifier.safetensors: the averaged weights, fp16.
    void exportWeights(const std::string& folder) const override;

    const eval::SceneClassifier& model() const { return model_; }

  private:
    struct Batch {
        at::Tensor image_B3HW, labels_B;
    };
    Batch nextBatch();
    at::Tensor disturbed(const at::Tensor& image_3HW) const;

    ClassifierTrainerOptions options_;
    std::shared_ptr<const PictureCache> pictures_;
    eval::SceneClassifier model_;
    AdamW optimiser_;
    Ema ema_;
    TrainingOrder order_;
    bool bfloat16_;
    std::int64_t position_ = 0;
};

struct ClassifierTrainOptions {
    PictureOptions pictures{.folder = {}, .count = 8000};
    ClassifierTrainerOptions trainer;
    RunOptions run;  // leaves classifier.safetensors in run.folder
};
// Goes on where the folder holds a part of the run. Errors as trainVqVae.
RunOutcome trainClassifier(const ClassifierTrainOptions& options, const TrainCallbacks& callbacks,
                           std::stop_token stop);

}  // namespace duo::train
