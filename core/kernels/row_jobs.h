// The fused operations that go row by row, as plain values over raw memory, on the CPU (cpu/) and
// on a GPU (cuda/). Torch-free.
#pragma once

#include <cstdint>

namespace duo::kernels {

enum class Element { Float32, BFloat16, Float16 };

// y = norm(x) · (1 + scale) + shift; x [rows, width] fp32, y the same of type `out`; scale and
// shift [rows / rowsPerEntry, entryStride] fp32.
struct NormModulateJob {
    Element out = Element::Float32;
    const float* x = nullptr;
    const float* scale = nullptr;
    const float* shift = nullptr;
    void* y = nullptr;
    std::int64_t width = 0, rowsPerEntry = 1, entryStride = 0;
    float epsilon = 0;
};

// qkv [rows of the batch, tokens, 3, heads, headWidth] without bias, of type `in` (on the CPU fp32)
// -> q [rows, heads, tokens, headWidth] packed; k and v into the cache [rows, heads, capacity,
// headWidth] from token `held` on. q and k are scaled to length one, q then by queryScale [heads];
// without queryScale q is multiplied by plainScale and k kept. qBias and vBias: [heads * headWidth]
// fp32.
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
