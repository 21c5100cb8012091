// Splits the product with the qkv matrix into what attention reads, in one pass on the CPU and on a
// GPU (cuda/split_heads_body.h): adds the biases, normalises q and k to length one, applies q's
// learned scale, and writes k and v straight into the KV cache. Letters: R rows of a batch, l
// tokens, C width, H heads, h the head's width, E the cache's tokens.
#pragma once

#include <ATen/ATen.h>

namespace duo::kernels {

struct HeadSplit {
    at::Tensor qBias, vBias;  // [C] any type; k has no bias
    at::Tensor queryScale;    // [H] fp32; undefined: q and k are not normalised
    double plainScale = 1;    // factor of q if they are not
};

// qkv: [R, l, 3C] without bias, fp32, or on a GPU also bf16 or fp16. k and v go into keys and
// values [R, H, E, h] after the first `held` tokens. -> q [R, H, l, h] in the type of the cache
at::Tensor splitHeads(const at::Tensor& qkv_Rl3C, const HeadSplit& split, at::Tensor& keys_RHEh,
                      at::Tensor& values_RHEh, std::int64_t held);

// The same in plain ATen.
at::Tensor plainSplitHeads(const at::Tensor& qkv_Rl3C, const HeadSplit& split,
                           at::Tensor& keys_RHEh, at::Tensor& values_RHEh, std::int64_t held);

}  // namespace duo::kernels
