// The work of `duoscale-cli train`: plain options in, a run folder out.
#pragma once

#include <ATen/ATen.h>

#include <stop_token>
#include <string>

#include "train/var_trainer.h"
#include "train/vqvae_trainer.h"

namespace duo::train {

struct VqVaeTrainOptions {
    PictureOptions pictures;
    std::string decoderOf;  // VQ-VAE file whose decoder alone is trained; empty: initial weights
    VqVaeTrainerOptions trainer;  // with decoderOf: geometry, schedule, decoderOnly are filled in
    RunOptions run;               // writes vqvae.safetensors into run.folder
};

struct VarTrainOptions {
    PictureOptions pictures;
    std::string vqvae;   // file of the trained VQ-VAE; its metadata names the scales
    std::string tokens;  // file of token maps, extended as needed; empty: in run.folder
    // VAR file to start from, whose geometry is kept but for the number of classes; empty: initial
    // weights
    std::string start;
    int depth = 6;  // for initial weights
    int width = 256;
    int heads = 4;
    int learnFrom = 1;          // the first scale to learn, numbered from 1
    VarTrainerOptions trainer;  // geometry, tokensFile and learnFrom are filled in
    RunOptions run;             // writes var.safetensors into run.folder
};

struct EncodeOptions {
    PictureOptions pictures;
    std::string vqvae;
    std::string tokens;  // file to create or complete
    at::Device device = at::kCPU;
    int threads = 0;
};

// All resume work found in the folder or file, and stop soon after a request, resumable.
// Error(Usage), Error(File), Error(Checkpoint), Error(Numeric).
RunOutcome trainVqVae(const VqVaeTrainOptions& options, const TrainCallbacks& callbacks,
                      std::stop_token stop);
RunOutcome trainVar(const VarTrainOptions& options, const TrainCallbacks& callbacks,
                    std::stop_token stop);
// Returns the pictures encoded, including those already in the file, which is also saved on the
// way. progress: step is a picture.
std::int64_t encodePictures(const EncodeOptions& options, const TrainCallbacks& callbacks,
                            std::stop_token stop);

}  // namespace duo::train
