// Fine-tunes one model of a pair for the scales it decodes at split N (Collaborative Decoding,
// arXiv 2411.17787, section 3.3).
#pragma once

#include "protocol/decode_plan.h"
#include "train/train_commands.h"

namespace duo::train {

struct FineTuneOptions {
    ModelRole role = ModelRole::Drafter;
    int split = 0;  // N: scales of the drafter
    // start: the model to tune. Sizes, firstScales and learnFrom are filled in. Learning rate 0:
    // the paper's rate adapted to the model's size, see fineTuneRate.
    VarTrainOptions training;
    std::string teacher;     // VAR file that the refiner learns from: the pair's drafter
    double fadeShare = 0.5;  // share of the run until the drafter's scales have no loss weight
};

// The drafter learns the tokens of its N scales, the refiner the teacher's distribution. Writes
// drafter_N.safetensors or refiner_N.safetensors into the run's folder.
// Errors as trainVar; Error(Usage): the split leaves this model no scale.
RunOutcome fineTune(const FineTuneOptions& options, const TrainCallbacks& callbacks,
                    std::stop_token stop);

// The paper's 1e-6 at width 1920 (drafter d30) and 1e-5 at width 1024 (refiner d16), scaled by the
// inverse square of the width, at most 1e-3.
double fineTuneRate(ModelRole role, int width);

}  // namespace duo::train
