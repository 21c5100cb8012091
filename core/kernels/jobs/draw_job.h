// drawTokens as a plain value over raw memory, for the CPU and for a GPU. Torch-free.
#pragma once

#include <cstdint>

namespace duo::kernels {

// One token a row of logits: guidance ((1 + guidance) · conditional - guidance · unconditional,
// where `guided`), top-k, top-p, division by the temperature, then Gumbel-max with the noise of
// (seed, image, stream, scale, token, code). topK 0 or at least `codes`, and topP 0, keep all.
// Row r is token r % tokens of picture r / tokens. Its conditional logits start at
// picture · pictureStride + token · codes, the unconditional ones `unconditional` numbers later.
// Counted in rows.
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

// The longest row that a GPU's block holds in its shared memory.
inline constexpr std::int64_t kMaxCodesOnGpu = 12000;

}  // namespace duo::kernels
