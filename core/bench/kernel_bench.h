// Times every fused operation beside the plain ATen operations that it replaces, on random numbers
// of one model's sizes.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <string>
#include <vector>

#include "bench/bench.h"
#include "checkpoint/geometry.h"

namespace duo {

struct KernelSample {
    std::string operation;
    std::int64_t rows = 0;  // tokens with their unconditional rows, or pixels
    Sample fused, plain;    // milliseconds
};

// At the VAR's first, middle and last scale, for one guided picture, and at the VQ-VAE's finest
// level, where its decoder spends most of its time. Both sides take turns.
std::vector<KernelSample> benchKernels(const VarGeometry& var, const VqVaeGeometry& vqvae,
                                       at::Device device, Precision precision, int repeats,
                                       const std::function<void(int done, int all)>& progress,
                                       const std::stop_token& stop);

}  // namespace duo
