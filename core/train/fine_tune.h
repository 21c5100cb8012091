// Fine-tunes one model of a pair for a split N, so that it does its own part of a picture better
// (Collaborative Decoding, arXiv 2411.17787, section 3.3).
#pragma once

#include "protocol/decode_plan.h"
#include "train/train_commands.h"

namespace duo::train {

struct FineTuneOptions {
    ModelRole role = ModelRole::Drafter;
    int split = 0;  // N: scales of the drafter
    // start is the model to tune; sizes, first scales and learnFrom are filled in. A learning rate
    // of 0 is the paper's, adapted to the model's size: see fineTuneRate.
    VarTrainOptions training;
    std::string teacher;     // VAR file that the refiner learns from: the pair's drafter
    double fadeShare = 0.5;  // of the run, until the refiner's loss has left the drafter's scales
};

// The drafter learns the tokens of its N scales, the refiner the teacher's distribution. Leaves
// drafter_N.safetensors or refiner_N.safetensors in the run's folder.
// Errors: those of trainVar; Error(Usage) a split that leaves the model nothing to do.
RunOutcome fineTune(const FineTuneOptions& options, const TrainCallbacks& callbacks,
                    std::stop_token stop);

// The paper's 1e-6 at width 1920 (drafter d30) and 1e-5 at 1024 (refiner d16), growing as the
// square of the width shrinks, at most 1e-3.
double fineTuneRate(ModelRole role, int width);

}  // namespace duo::train
