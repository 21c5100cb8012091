// What `duoscale-cli train` does: plain options in, a run in a folder out.
#pragma once

#include <ATen/ATen.h>

#include <stop_token>
#include <string>

#include "train/var_trainer.h"
#include "train/vqvae_trainer.h"

namespace duo::train {

struct VqVaeTrainOptions {
    PictureOptions pictures;
    std::string
        decoderOf;  // VQ-VAE file of which the decoder alone is trained; empty: fresh weights
    VqVaeTrainerOptions trainer;  // of decoderOf: geometry, schedule, decoderOnly are filled in
    RunOptions run;               // leaves vqvae.safetensors in run.folder
};

struct VarTrainOptions {
    PictureOptions pictures;
    std::string vqvae;   // file of the trained VQ-VAE; its metadata names the scales
    std::string tokens;  // file of token maps, made and grown as needed; empty: in run.folder
    std::string start;   // VAR file to begin from, whose geometry is kept; empty: fresh weights
    int depth = 6;       // of fresh weights
    int width = 256;
    int heads = 4;
    int learnFrom = 1;          // the first scale that is learned, from 1
    VarTrainerOptions trainer;  // geometry, tokensFile and learnFrom are filled in
    RunOptions run;             // leaves var.safetensors in run.folder
};

struct EncodeOptions {
    PictureOptions pictures;
    std::string vqvae;
    std::string tokens;  // file to make or to complete
    at::Device device = at::kCPU;
    int threads = 0;
};

// All go on where the folder or file already holds a part of the work, and stop soon after a
// request, resumable. Errors: Error(Usage), Error(File), Error(Checkpoint), Error(Numeric).
RunOutcome trainVqVae(const VqVaeTrainOptions& options, const TrainCallbacks& callbacks,
                      std::stop_token stop);
RunOutcome trainVar(const VarTrainOptions& options, const TrainCallbacks& callbacks,
                    std::stop_token stop);
// -> pictures encoded, those found in the file with them. callbacks.progress: step is a picture.
std::int64_t encodePictures(const EncodeOptions& options, const TrainCallbacks& callbacks,
                            std::stop_token stop);

}  // namespace duo::train
