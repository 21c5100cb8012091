// gumbelArgmax and gumbelPerturb as plain values over raw memory, for a GPU. Torch-free.
#pragma once

#include <cstdint>

namespace duo::kernels {

// The logits and the noise keys of both; rows are pictures times tokens.
struct GumbelRows {
    const float* logits = nullptr;          // [pictures, tokens, codes]
    const std::uint64_t* seeds = nullptr;   // [pictures]
    const std::uint32_t* images = nullptr;  // [pictures]
    std::int64_t tokens = 0, codes = 0;
    std::uint32_t stream = 0, scale = 0;
};

// idx: [pictures, tokens] = argmax over codes of logits / temperature + noise. Counted in rows.
struct GumbelArgmaxJob {
    GumbelRows rows;
    float temperature = 1;
    std::int64_t* idx = nullptr;
};

// noisy: [pictures, tokens, codes] = (logits · factor + noise) / tau. Counted in rows.
struct GumbelPerturbJob {
    GumbelRows rows;
    float factor = 1, tau = 1;
    float* noisy = nullptr;
};

}  // namespace duo::kernels
