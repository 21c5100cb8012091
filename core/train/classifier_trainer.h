// Trains the scene classifier whose features compare pictures of the demo family. Training pictures
// are slightly blurred, shifted, mirrored and made noisy, so that VQ-VAE artefacts do not change
// the class.
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
    int batch = 16;  // pictures per update and process
    AdamWOptions optimiser{0.9, 0.98, 1e-8, 0.02, 1.0};
    double emaDecay = 0.99;
    double smoothing = 0.05;  // label probability spread over all classes
    double maxBlur = 1.5;     // standard deviation in pixels
    double maxNoise = 0.08;   // standard deviation; pixel range [-1, 1]
    int maxShift = 8;         // pixels
    TrainingPrecision precision = TrainingPrecision::Auto;
    at::Device device = at::kCPU;
    ProcessGroup group;
    std::uint64_t seed = 0;
};

// Variance-preserving convolutions, norms with weight 1 and bias 0, a head close to 0.
StateDict freshClassifierWeights(int classes, std::uint64_t seed);

class ClassifierTrainer final : public Trainer {
  public:
    // Error(Usage) unless pictures are kClassifierSide pixels a side.
    ClassifierTrainer(ClassifierTrainerOptions options,
                      std::shared_ptr<const PictureCache> pictures);

    std::string kind() const override { return "scene classifier"; }
    // Report parts: the accuracy on the batch.
    Report step(double learningRate, double share) override;
    std::int64_t picturesPerStep() const override {
        return std::int64_t{options_.batch} * options_.group.count();
    }
    std::string data() const override { return pictures_->source().description(); }
    ProcessGroup group() const override { return options_.group; }
    void save(TrainingState& state) const override;
    void restore(const TrainingState& state) override;
    // Writes classifier.safetensors: the averaged weights, fp16.
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
    RunOptions run;  // writes classifier.safetensors into run.folder
};
// Resumes a run found in the folder. Errors as trainVqVae.
RunOutcome trainClassifier(const ClassifierTrainOptions& options, const TrainCallbacks& callbacks,
                           std::stop_token stop);

}  // namespace duo::train
