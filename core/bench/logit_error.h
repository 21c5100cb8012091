// Errors of a family's logits against the logits of the same weights in fp32 after the same tokens,
// scale by scale, each with the model of its run. Letters as in sampling/sampler.h; L: all tokens.
#pragma once

#include <ATen/ATen.h>

#include <stop_token>
#include <vector>

#include "bench/bench.h"
#include "sampling/sampler.h"

namespace duo {

struct LogitError {
    double relativeRms = 0;  // of logits less their row's mean, which no draw depends on
    double divergence = 0;   // Kullback-Leibler divergence from fp32, nats a token: with guidance
                             // and temperature as for a draw, before top-k and top-p
    double sameBest = 1;     // share of tokens whose most likely code is the same
};

LogitError logitError(const ScaleLogits& exact, const ScaleLogits& found, double temperature);

struct LogitErrorResult {
    struct Scale {
        int side = 0;
        ModelRole model = ModelRole::Drafter;
        std::int64_t tokens = 0;  // of the batch
        LogitError error;
    };
    BenchCase setting;
    std::vector<Scale> scales;
    LogitError all() const;  // mean over tokens; for relativeRms of the squares
};

// Tokens and logits of the models in fp32. The models themselves need not be kept.
struct ExactLogits {
    BenchCase setting;
    at::Tensor idx_BL;
    std::vector<at::Tensor> raw_RlV;  // one a scale
};

// Errors of both as decodeTokens.
ExactLogits exactLogits(const LoadedFamily& family, const BenchCase& setting,
                        const BenchSettings& settings, const std::stop_token& stop);
LogitErrorResult logitErrors(const LoadedFamily& family, const ExactLogits& exact,
                             const std::stop_token& stop);

}  // namespace duo
