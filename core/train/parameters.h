// Fresh weights for training: published names and shapes, values by the rules of the published
// initialisation, re-scaled where a short run learns faster. Reproducible by seed.
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

// Convolutions keep the variance, ends of residual branches nearly 0, norms 1 and 0, phi as the
// identity (a short run then starts from the plain sum of codes), codes from a narrow normal.
StateDict freshVqVaeWeights(const VqVaeGeometry& geometry, std::uint64_t seed);

struct VarInit {
    double headScale = 0.1;    // published 0.02
    double adaLnScale = 0.5;   // published 0.5
    double gammaScale = 0.02;  // published 1e-5; larger opens the residual branches sooner
};
// Truncated normal of deviation sqrt(1 / (3 C)); positions, levels and classes alike; q scale log
// 4; residual projections divided by sqrt(2 depth).
StateDict freshVarWeights(const VarGeometry& geometry, const VarInit& init, std::uint64_t seed);

// The same weights on a device.
StateDict onDevice(StateDict weights, at::Device device);

// Makes every tensor a leaf that collects gradients.
void collectGradients(const NamedTensors& parameters);
std::vector<at::Tensor> tensorsOf(const NamedTensors& parameters);
// Copies of the values, detached: [name -> tensor].
NamedTensors cloned(const NamedTensors& parameters);
std::map<std::string, at::Tensor> byName(const NamedTensors& parameters);

// A well-mixed 64-bit value of up to three numbers: keys flips, drops and orders so that a resumed
// run repeats them without any generator's state.
std::uint64_t mixBits(std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0);

}  // namespace duo::train
