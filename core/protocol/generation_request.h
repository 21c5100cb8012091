// All that makes a set of pictures, as a plain value: what a panel fills, a frame carries and a
// picture remembers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/decode_plan.h"

namespace duo {

enum class RngKind { Counter, Published };
// Int8: the VARs' matrices with a scale a row; all else is bf16, or fp32 on a processor without it.
enum class Precision { Float32, BFloat16, Float16, Int8 };
enum class PreviewKind {
    None,
    Linear,
    Full
};  // Linear: latent to RGB by a fitted matrix; Full: the VQ-VAE's decode

inline constexpr int kNoClass = -1;  // the 'no class' label in a request

// Where the weights lie. An empty drafter or refiner is legal where the plan does not use it.
struct ModelFiles {
    std::string vqvae;
    std::string drafter;
    std::string refiner;
    bool operator==(const ModelFiles&) const = default;
};

struct ComputeOptions {
    Precision precision = Precision::Float32;
    std::string device = "auto";  // auto, cpu, cuda, cuda:1
    int threads = 0;              // 0: all cores
    // Weights of a VAR that is not at work stay out of the device's memory: a GPU's in the host's,
    // the processor's in their file.
    bool offload = false;
    // The refiner prefills while the drafter decodes: its cache is held beside the drafter's.
    bool overlapPrefill = false;
    bool cudaGraphs = true;  // on a GPU a scale's kernels are recorded once and replayed
    bool operator==(const ComputeOptions&) const = default;
};

// Error(Usage) where the overlap contradicts the rest: offloaded weights, or draws of the published
// stream.
void requireOverlapFits(const ComputeOptions& compute, RngKind rng);

struct GenerationRequest {
    std::vector<int> labels;  // one a picture, kNoClass or 0 <= label < classes
    std::uint64_t seed = 0;
    std::uint32_t firstImage = 0;  // picture i of the request is image firstImage + i of the seed
    int batch = 1;                 // pictures decoded together
    DecodePlan plan;
    RngKind rng = RngKind::Counter;
    bool smooth = false;  // mix codes by Gumbel-softmax instead of taking the drawn one
    PreviewKind previews = PreviewKind::None;
    bool wantTrace = false;  // keep logits and f_hat of every scale
    int insight =
        0;  // alternatives to list for every drawn token (events.h: TokenInsight); 0: none
    bool operator==(const GenerationRequest&) const = default;
};

}  // namespace duo
