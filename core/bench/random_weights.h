// Random weights of any geometry from a hash, made in seconds at true size. Logits are finite and
// differ between classes, scales and positions; pictures are noise.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <string>
#include <vector>

#include "checkpoint/state_dict.h"

namespace duo {

// Makes one tensor at a time in its target type on its target device: peak memory is the weights
// and one tensor in fp32. model: names the model, so that models of one seed differ.
// Error(Cancelled) between tensors once options.stop is requested.
StateDict randomWeights(const std::string& model, const std::vector<TensorSpec>& specs,
                        std::uint64_t seed, const LoadOptions& options);

}  // namespace duo
