// How far a family's logits are from those that the same weights give in fp32, where both are given
// the same tokens: scale by scale, each with the model that the plan names. Letters as in
// sampling/sampler.h; L all tokens.
#pragma once

#include <ATen/ATen.h>

#include <stop_token>
#include <vector>

#include "bench/bench.h"
#include "sampling/sampler.h"

namespace duo {

struct LogitError {
    double relativeRms = 0;  // of logits less their row's mean, which no draw depends on
    double divergence = 0;   // Kullback-Leibler from fp32's distribution, nats a token: guided and
                             // tempered as for a draw, before top-k and top-p
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
    LogitError all() const;  // the mean over tokens, of squares for relativeRms
};

// What the models in fp32 drew and what they said of it: all that is kept of them.
struct ExactLogits {
    BenchCase setting;
    at::Tensor idx_BL;
    std::vector<at::Tensor> raw_RlV;  // a scale
};

// Errors of both as decodeTokens.
ExactLogits exactLogits(const LoadedFamily& family, const BenchCase& setting,
                        const BenchSettings& settings, const std::stop_token& stop);
LogitErrorResult logitErrors(const LoadedFamily& family, const ExactLogits& exact,
                             const std::stop_token& stop);

}  // namespace duo
