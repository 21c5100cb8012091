// From the product with the qkv matrix to what attention reads: bias, q and k at length one, the
// learned scale of q, and k and v written straight into the KV cache, in one pass on the CPU and on
// a GPU (cuda/split_heads_body.h). Letters: R rows of a batch, l tokens, C width, H heads, h the
// head's width, E the cache's tokens.
#pragma once

#include <ATen/ATen.h>

namespace duo::kernels {

struct HeadSplit {
    at::Tensor qBias, vBias;  // [C] any type; k has none
    at::Tensor queryScale;    // [H] fp32, q and k are then normalised; undefined: not
    double plainScale = 1;    // of q where they are not
};

// qkv: [R, l, 3C] without bias, fp32, or on a GPU bf16 or fp16; k and v go into keys and values [R,
// H, E, h] behind the first `held` tokens -> q [R, H, l, h] in the type of the cache
at::Tensor splitHeads(const at::Tensor& qkv_Rl3C, const HeadSplit& split, at::Tensor& keys_RHEh,
                      at::Tensor& values_RHEh, std::int64_t held);

// The same in plain ATen.
at::Tensor plainSplitHeads(const at::Tensor& qkv_Rl3C, const HeadSplit& split,
                           at::Tensor& keys_RHEh, at::Tensor& values_RHEh, std::int64_t held);

}  // namespace duo::kernels
