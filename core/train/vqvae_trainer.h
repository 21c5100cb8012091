// Trains the VQ-VAE in three phases of one run: a plain autoencoder for a few steps, then the
// quantiser on small crops (many cheap updates), then whole pictures. Or trains only the decoder of
// a trained VQ-VAE, so that its token maps and the transformers trained on them stay valid.
#pragma once

#include <memory>

#include "model/vqvae.h"
#include "train/adamw.h"
#include "train/codebook_care.h"
#include "train/ema.h"
#include "train/mixed_precision.h"
#include "train/picture_stream.h"
#include "train/training_run.h"
#include "train/vq_objective.h"

namespace duo::train {

struct VqVaeTrainerOptions {
    VqVaeGeometry geometry;
    ScaleSchedule schedule = ScaleSchedule::published256();
    int batch = 8;         // pictures per pass
    int accumulation = 1;  // passes per update
    PictureLossWeights losses;
    double beta = 0.25;  // weight of the encoder's commitment loss, as published
    AdamWOptions optimiser{0.9, 0.95, 1e-8, 0.0, 1.0};
    double emaDecay = 0.999;
    bool flips = true;             // mirror pictures at random, half of them
    std::int64_t freeSteps = 300;  // first steps without the quantiser
    int cropSide = 64;             // 0: whole pictures from the start
    double cropShare = 0.4;        // share of the run that trains on crops
    std::int64_t restartEvery = 50;
    double restartUntil = 0.7;  // share of the run after which codes are not restarted
    bool decoderOnly = false;   // whole pictures, no phases
    TrainingPrecision precision = TrainingPrecision::Auto;  // the quantiser stays fp32
    at::Device device = at::kCPU;
    ProcessGroup group;  // each process takes its share of every pass, batch pictures
    std::uint64_t seed = 0;
};

// The small f8 model of the demo family: 128 x 128 pictures, ten scales up to 16 x 16.
VqVaeGeometry demoVqVaeGeometry();

class VqVaeTrainer final : public Trainer {
  public:
    // Error(Usage) unless pictures have the side schedule.latentSide() * geometry.downsample().
    VqVaeTrainer(VqVaeTrainerOptions options, std::shared_ptr<const PictureCache> pictures);
    // weights: fp32, of the options' geometry; training starts from them.
    VqVaeTrainer(VqVaeTrainerOptions options, std::shared_ptr<const PictureCache> pictures,
                 const StateDict& weights);

    std::string kind() const override { return "VQ-VAE"; }
    Report step(double learningRate, double share) override;
    std::int64_t picturesPerStep() const override {
        return std::int64_t{options_.batch} * options_.accumulation * options_.group.count();
    }
    std::string data() const override { return pictures_->source().description(); }
    ProcessGroup group() const override { return options_.group; }
    void save(TrainingState& state) const override;
    void restore(const TrainingState& state) override;
    // Writes vqvae.safetensors: the averaged weights under their published names.
    void exportWeights(const std::string& folder) const override;
    // Rows of original pictures above their reconstructions by the averaged weights.
    at::Tensor sheet(double share) const override;

    const VqVae& model() const { return model_; }
    // A model with the averaged weights.
    std::unique_ptr<VqVae> averaged() const;

  private:
    at::Tensor nextBatch(bool crop);
    at::Tensor cut(const at::Tensor& picture_HW3, std::uint64_t chance) const;
    void startCodebook(const ScaleSchedule& schedule, bool crop);
    struct Pass;
    Pass runPass(const ScaleSchedule& schedule, bool crop, bool free);
    Pass runDecoderPass();
    Report stepDecoder(double learningRate);

    VqVaeTrainerOptions options_;
    std::shared_ptr<const PictureCache> pictures_;
    VqVae model_;
    AdamW optimiser_;
    Ema ema_;
    CodebookCare care_;
    TrainingOrder order_;
    bool bfloat16_;
    std::int64_t position_ = 0, steps_ = 0;
};

}  // namespace duo::train
