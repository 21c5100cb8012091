// splitHeads as a plain value over raw memory, for the CPU and for a GPU. Torch-free.
#pragma once

#include <cstdint>

#include "kernels/jobs/element.h"

namespace duo::kernels {

// qkv: [rows of the batch, tokens, 3, heads, headWidth] without bias, of type `in` (on the CPU
// fp32). -> q: [rows, heads, tokens, headWidth], packed; k and v: into the cache [rows, heads,
// capacity, headWidth] from token `held` on. q and k are scaled to length one, then q is multiplied
// by queryScale [heads]. Without queryScale q is multiplied by plainScale and k stays as it is.
// qBias and vBias: [heads * headWidth] fp32. Counted in rows of the batch times tokens.
struct SplitHeadsJob {
    Element in = Element::Float32;
    Element out = Element::Float32;  // of q, k and v
    const void* qkv = nullptr;
    const float* qBias = nullptr;
    const float* vBias = nullptr;
    const float* queryScale = nullptr;
    float plainScale = 1;
    void* q = nullptr;
    void* k = nullptr;
    void* v = nullptr;
    std::int64_t tokens = 0, heads = 0, headWidth = 0, capacity = 0, held = 0;
};

}  // namespace duo::kernels
