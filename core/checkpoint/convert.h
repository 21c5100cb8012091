// Writes a model as safetensors in another precision.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "checkpoint/geometry.h"

namespace duo {

struct ConvertOptions {
    std::string precision = "fp32";  // fp32, bf16, fp16, or int8 (VAR only)
    std::optional<ModelKind> want;   // of a training checkpoint that holds both
    std::optional<WeightKind> weights;
    std::function<void(double fraction)> progress;  // may be empty
    std::stop_token stop;
};

// Atomic. Returns weightsNote of the source. Error(Checkpoint), Error(File), Error(Cancelled);
// Error(Usage): int8 of a VQ-VAE.
std::string convertCheckpoint(const std::string& from, const std::string& to,
                              const ConvertOptions& options);

}  // namespace duo
