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

// One token a row of logits: (1 + guidance) · conditional - guidance · unconditional where guided,
// top-k, top-p, division by the temperature, Gumbel-max with the noise of (seed, image, stream,
// scale, token, code). topK 0 or at least `codes` and topP 0 keep all. Row r is token r % tokens of
// picture r / tokens; its logits lie at picture · pictureStride + token · codes, the unconditional
// ones so many numbers behind.
struct DrawJob {
    const float* logits = nullptr;
    std::int64_t tokens = 0, codes = 0, pictureStride = 0;
    bool guided = false;
    std::int64_t unconditional = 0;
    float guidance = 0;
    std::int64_t topK = 0;
    double topP = 0;
    float temperature = 1;
    const std::uint64_t* seeds = nullptr;   // one a picture
    const std::uint32_t* images = nullptr;  // one a picture
    std::uint32_t stream = 0, scale = 0;
    std::int64_t* idx = nullptr;  // [pictures * tokens]
};
// Of a row that a GPU's block holds in its shared memory.
constexpr std::int64_t kMostCodesOnGpu = 12000;

// y += gate · (product + bias), in place; y [rows, width] fp32, product the same of type `in`, bias
// [width] of type `in` or null, gate [rows / rowsPerEntry, entryStride] fp32. On a GPU alone: the
// CPU's products end with it.
struct GatedAddJob {
    Element in = Element::Float32;
    const void* product = nullptr;
    const void* bias = nullptr;
    const float* gate = nullptr;
    float* y = nullptr;
    std::int64_t width = 0, rowsPerEntry = 1, entryStride = 0;
};

}  // namespace duo::kernels
