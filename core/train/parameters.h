// Initial weights for training: published names, shapes and rules, re-scaled where a short run
// learns faster. Reproducible by seed.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "checkpoint/geometry.h"
#include "checkpoint/state_dict.h"

namespace duo::train {

using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

// Variance-preserving convolutions; residual branches that end close to 0; norms with weight 1 and
// bias 0; phi as the identity, so that a short run starts from the plain sum of codes; codes from a
// narrow normal distribution.
StateDict freshVqVaeWeights(const VqVaeGeometry& geometry, std::uint64_t seed);

struct VarInit {
    double headScale = 0.1;    // published 0.02
    double adaLnScale = 0.5;   // published 0.5
    double gammaScale = 0.02;  // published 1e-5; larger values open the residual branches sooner
};
// Truncated normal with standard deviation sqrt(1 / (3 C)), also for positions, levels and classes;
// q scale log 4; residual projections divided by sqrt(2 depth).
StateDict freshVarWeights(const VarGeometry& geometry, const VarInit& init, std::uint64_t seed);

// Gives a VAR another number of classes: fresh embeddings for all of them and for 'no class'. The
// other weights stay.
void renewClasses(VarGeometry& geometry, StateDict& weights, int classes, std::uint64_t seed);

// Makes every tensor a leaf that collects gradients.
void collectGradients(const NamedTensors& parameters);
std::vector<at::Tensor> tensorsOf(const NamedTensors& parameters);
// Detached copies.
NamedTensors cloned(const NamedTensors& parameters);
std::map<std::string, at::Tensor> byName(const NamedTensors& parameters);

// Hashes up to three numbers into 64 bits. Keys flips, drops and orders, so that a resumed run
// repeats them without a stored generator state.
std::uint64_t mixBits(std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0);

}  // namespace duo::train
