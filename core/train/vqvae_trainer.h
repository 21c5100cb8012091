// Trains the VQ-VAE. Three phases of one run: a plain autoencoder for a few steps, then the
// quantiser on small crops (many cheap updates), then on whole pictures. Or the decoder alone of a
// trained one: its token maps, and the transformers that learned them, stay valid.
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
    int batch = 8;         // pictures of one pass
    int accumulation = 1;  // passes of one update
    PictureLossWeights losses;
    double beta = 0.25;  // commitment of the encoder, as published
    AdamWOptions optimiser{0.9, 0.95, 1e-8, 0.0, 1.0};
    double emaDecay = 0.999;
    bool flips = true;             // every second picture, by chance, is mirrored
    std::int64_t freeSteps = 300;  // first steps without quantiser
    int cropSide = 64;             // 0: whole pictures from the start
    double cropShare = 0.4;        // of the run that trains on crops
    std::int64_t restartEvery = 50;
    double restartUntil = 0.7;  // share of the run after which codes are left alone
    bool decoderOnly = false;   // whole pictures and no phases
    TrainingPrecision precision =
        TrainingPrecision::Auto;  // of the networks; the quantiser stays fp32
    at::Device device = at::kCPU;
    ProcessGroup group;  // each process takes its share of every pass, batch pictures
    std::uint64_t seed = 0;
};

// The small f8 model of the demo family: 128 x 128 pictures, ten scales up to 16 x 16.
VqVaeGeometry demoVqVaeGeometry();

class VqVaeTrainer final : public Trainer {
  public:
    // Pictures must be of side schedule.latentSide() * geometry.downsample(); Error(Usage).
    VqVaeTrainer(VqVaeTrainerOptions options, std::shared_ptr<const PictureCache> pictures);
    // weights: fp32, of the options' geometry; training goes on from them.
    VqVaeTrainer(VqVaeTrainerOptions options, std::shared_ptr<const PictureCache> pictures,
                 StateDict weights);

    std::string kind() const override { return "VQ-VAE"; }
    Report step(double learningRate, double share) override;
    std::int64_t picturesPerStep() const override {
        return std::int64_t{options_.batch} * options_.accumulation * options_.group.count();
    }
    ProcessGroup group() const override { return options_.group; }
    void save(TrainingState& state) const override;
    void restore(const TrainingState& state) override;
    // vqvae.safetensors: the averaged weights under their published names.
    void exportWeights(const std::string& folder) const override;
    // Rows of originals above their reconstructions by the averaged weights.
    at::Tensor sheet(double share) const override;

    const VqVae& model() const { return model_; }
    // A model of the averaged weights.
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
