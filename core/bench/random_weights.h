// Weights of any geometry out of a hash, made in seconds at true size: activations are lively
// (logits finite, and different for every class, scale and position), pictures are noise.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <string>
#include <vector>

#include "checkpoint/state_dict.h"

namespace duo {

// Tensor by tensor in its target type on its target device: peak memory is the weights and one
// tensor in fp32. model: tells models of one seed apart. Cancelled between tensors by options.stop.
StateDict randomWeights(const std::string& model, const std::vector<TensorSpec>& specs,
                        std::uint64_t seed, const LoadOptions& options);

}  // namespace duo
