// Trains a VAR transformer on token maps by teacher forcing. A run may begin on the first scales
// alone, which cost a fraction of the whole pyramid and carry what the picture shows.
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
    int batch = 8;         // pictures of one pass
    int accumulation = 1;  // passes of one update
    AdamWOptions optimiser{0.9, 0.95, 1e-8, 0.05, 2.0};
    double emaDecay = 0.998;
    double conditionDrop = 0.1;  // share of pictures shown as 'no class', for guidance
    int firstScales = 0;         // the run begins on these alone; 0: on all
    double firstShare = 0.5;     // of the run, on firstScales
    // After that every wholeEvery-th update sees all scales and the others firstScales; 1: all do.
    int wholeEvery = 1;
    // Scales before this one, from 0, are read and not learned: a refiner's part of a picture.
    int learnFrom = 0;
    // Over this share of the run the weight of the scales before learnFrom falls from 1 to 0, as in
    // the paper's fine-tuning of a refiner (arXiv 2411.17787, section 3.3); 0: none from the start.
    double fadeShare = 0;
    // Whose distribution of every token is learned, by Kullback-Leibler divergence; null: the
    // tokens of the pictures are. fp32, of the same scales, vocabulary and classes.
    std::shared_ptr<const VarTransformer> teacher;
    // How often a picture of each class is shown beside the others; empty: all alike.
    std::vector<double> classWeights;
    bool recompute = false;  // blocks anew in the backward, for less memory
    TrainingPrecision precision = TrainingPrecision::Auto;
    at::Device device = at::kCPU;
    ProcessGroup group;              // each process takes its share of every pass, batch pictures
    std::string exportName = "var";  // of the weights' file, without .safetensors
    // Token maps are kept there at every checkpoint; empty: nowhere. Of several processes each
    // encodes what it needs, and the leader keeps its own.
    std::string tokensFile;
    std::uint64_t seed = 0;
};

// The demo family's models for a VQ-VAE and its classes.
VarGeometry demoVarGeometry(int depth, int width, int heads, int classes,
                            const VqVaeGeometry& vqvae, const ScaleSchedule& schedule);

class VarTrainer final : public Trainer {
  public:
    // tokens: shared with other trainers of the family. Error(Usage) where geometry and tokens
    // disagree.
    VarTrainer(VarTrainerOptions options, std::shared_ptr<TokenCache> tokens);
    // weights: fp32, of the options' geometry; training goes on from them.
    VarTrainer(VarTrainerOptions options, std::shared_ptr<TokenCache> tokens, StateDict weights);

    std::string kind() const override { return "VAR"; }
    // Its parts: the mean loss a token of every scale, in nats (the divergence from a teacher
    // where there is one); NaN for scales not trained now.
    Report step(double learningRate, double share) override;
    std::int64_t picturesPerStep() const override {
        return std::int64_t{options_.batch} * options_.accumulation * options_.group.count();
    }
    ProcessGroup group() const override { return options_.group; }
    void save(TrainingState& state) const override;
    void restore(const TrainingState& state) override;
    // exportName.safetensors: the averaged weights under their published names.
    void exportWeights(const std::string& folder) const override;

    // Classes drawn by the averaged weights: all scales, or the first ones while the run trains on
    // these. Where learnFrom leaves scales to others, the teacher draws them; without a teacher
    // they are a picture's of the class.
    at::Tensor sheet(double share) const override;

    const VarTransformer& model() const { return *model_; }
    std::shared_ptr<const VarTransformer> averaged() const;

  private:
    struct Batch {
        at::Tensor labels_B;             // int64, 'no class' where dropped
        std::vector<at::Tensor> idx_Bl;  // of the first scales, int64
    };
    Batch nextBatch(int scales);
    at::Tensor losses(const Batch& batch) const;  // -> [B, l], in nats
    // Of the loss of every token of the first scales, [l].
    at::Tensor weights(int scales, double share) const;
    int scalesNow(double share) const;
    bool onFirstScales(double share) const;
    // Tokens of the first scales, of a picture of each class: [B, l] each.
    std::vector<at::Tensor> picturedScales(const std::vector<int>& classes, int scales) const;
    // A number in [0, 1) that the next picture keeps for a purpose when the run is resumed.
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
