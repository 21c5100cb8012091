// Trains a VAR transformer on token maps with teacher forcing. A run may begin on the first scales
// only: they cost a fraction of the pyramid and carry most of the picture's content.
#pragma once

#include <memory>

#include "model/var_transformer.h"
#include "train/adamw.h"
#include "train/ema.h"
#include "train/mixed_precision.h"
#include "train/token_cache.h"
#include "train/training_run.h"

namespace duo::train {

struct VarTrainerOptions {
    VarGeometry geometry;
    VarInit init;
    int batch = 8;         // pictures per pass
    int accumulation = 1;  // passes per update
    AdamWOptions optimiser{0.9, 0.95, 1e-8, 0.05, 2.0};
    double emaDecay = 0.998;
    double conditionDrop = 0.1;  // share of pictures trained as 'no class', for guidance
    int firstScales = 0;         // the run begins on these scales only; 0: on all
    double firstShare = 0.5;     // share of the run on firstScales only
    // Afterwards every wholeEvery-th update uses all scales, the others firstScales; 1: all
    // updates.
    int wholeEvery = 1;
    // Scales before this one (from 0) are inputs only: a refiner learns only its own scales.
    int learnFrom = 0;
    // Over this share of the run the loss weight of the scales before learnFrom falls from 1 to 0,
    // as in the paper's fine-tuning of a refiner (arXiv 2411.17787, section 3.3); 0: no weight from
    // the start.
    double fadeShare = 0;
    // Learn this model's token distribution by Kullback-Leibler divergence; null: learn the
    // pictures' tokens. fp32, with the same scales, vocabulary and classes.
    std::shared_ptr<const VarTransformer> teacher;
    // Relative frequency of each class's pictures; empty: all equal.
    std::vector<double> classWeights;
    bool recompute = false;  // recompute blocks in the backward pass to save memory
    TrainingPrecision precision = TrainingPrecision::Auto;
    at::Device device = at::kCPU;
    ProcessGroup group;              // each process takes its share of every pass, batch pictures
    std::string exportName = "var";  // of the weights' file, without .safetensors
    // Token maps are saved here at every checkpoint; empty: not saved. Each process encodes what it
    // needs; only the leader saves.
    std::string tokensFile;
    std::uint64_t seed = 0;
};

// The demo family's geometry for a VQ-VAE and its classes.
VarGeometry demoVarGeometry(int depth, int width, int heads, int classes,
                            const VqVaeGeometry& vqvae, const ScaleSchedule& schedule);

class VarTrainer final : public Trainer {
  public:
    // tokens: shared with other trainers of the family. Error(Usage): geometry and tokens do not
    // match.
    VarTrainer(VarTrainerOptions options, std::shared_ptr<TokenCache> tokens);
    // weights: fp32, of the options' geometry; training starts from them.
    VarTrainer(VarTrainerOptions options, std::shared_ptr<TokenCache> tokens,
               const StateDict& weights);

    std::string kind() const override { return "VAR"; }
    // Report parts: the mean loss per token of each scale, in nats (the divergence from the
    // teacher, if any); NaN for scales not trained in this step.
    Report step(double learningRate, double share) override;
    std::int64_t picturesPerStep() const override {
        return std::int64_t{options_.batch} * options_.accumulation * options_.group.count();
    }
    std::string data() const override { return tokens_->source().description(); }
    ProcessGroup group() const override { return options_.group; }
    void save(TrainingState& state) const override;
    void restore(const TrainingState& state) override;
    // Writes exportName.safetensors: the averaged weights under their published names, with the
    // names of the classes.
    void exportWeights(const std::string& folder) const override;

    // Classes drawn by the averaged weights: all scales, or firstScales while the run trains on
    // these. Scales before learnFrom are drawn by the teacher; without one they come from a picture
    // of the class.
    at::Tensor sheet(double share) const override;

    const VarTransformer& model() const { return *model_; }
    std::shared_ptr<const VarTransformer> averaged() const;

  private:
    struct Batch {
        at::Tensor labels_B;             // int64, 'no class' if dropped
        std::vector<at::Tensor> idx_Bl;  // tokens of the first scales, int64
    };
    Batch nextBatch(int scales);
    at::Tensor losses(const Batch& batch) const;  // -> [B, l], in nats
    // Loss weight of every token of the first scales, [l].
    at::Tensor weights(int scales, double share) const;
    int scalesNow(double share) const;
    bool onFirstScales(double share) const;
    // Tokens of the first scales from one picture of each class: [B, l] each.
    std::vector<at::Tensor> picturedScales(const std::vector<int>& classes, int scales) const;
    // A number in [0, 1) for the next picture and a purpose, repeated exactly after a resume.
    double chance(std::uint64_t purpose) const;
    std::int64_t nextPicture();

    VarTrainerOptions options_;
    std::shared_ptr<TokenCache> tokens_;
    std::shared_ptr<const VarTransformer> model_;
    AdamW optimiser_;
    Ema ema_;
    TrainingOrder order_;
    bool bfloat16_;
    std::int64_t position_ = 0, steps_ = 0;
};

}  // namespace duo::train
