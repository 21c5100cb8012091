// A transformer block and the head, each in two forms. Training needs gradients, so run* keeps
// every intermediate result, in plain ATen. Decoding needs speed and little memory, so decode* runs
// fused kernels in place and writes keys and values straight into the cache. Tests compare the two.
// The residual stream and the modulation are fp32; products run in the type of their weights.
// Letters as in var_transformer.h; h is the head's width.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <vector>

#include "kernels/split_heads.h"
#include "model/modulation.h"
#include "model/var_weights.h"

namespace duo {

// Training.

// [R, H, l, h] each, in the type of the weights. q already includes the attention's scale.
struct Heads {
    at::Tensor q, k, v;
};
using Attention = std::function<at::Tensor(const Heads&)>;  // -> [R, H, l, h]

// x: [R, l, C] -> [R, l, C]
at::Tensor selfAttention(const VarGeometry& geometry, const VarBlockWeights& b,
                         const at::Tensor& x_RlC, const Attention& attention);
at::Tensor mlp(const VarBlockWeights& b, const at::Tensor& x_RlC);
// x: [R, l, C] fp32 -> [R, l, C] fp32
at::Tensor runBlock(const VarGeometry& geometry, const VarBlockWeights& b, const BlockModulation& m,
                    const at::Tensor& x_RlC, const Attention& attention);
// x: [R, l, C] -> logits [R, l, V] fp32
at::Tensor runHead(const VarWeights& w, const HeadModulation& m, const at::Tensor& x_RlC);
// Every query sees the keys that the mask allows; without a mask, all. q: [R, H, l, h], k and v:
// [R, H, n, h], mask: [l, n] bool -> [R, H, l, h]
at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                  const at::Tensor& mask_ln = {});

// Decoding. The same numbers up to rounding, without autograd.

// Where a layer's new keys and values go: [R, H, E, h] each, after the first `held` tokens.
struct CacheRoom {
    at::Tensor k, v;
    std::int64_t held = 0;
};

// What splitHeads needs, one entry a layer; made once a session.
std::vector<kernels::HeadSplit> headSplits(const VarWeights& w);
// The first part of decodeBlock: keys and values of x [R, l, C] into the cache -> its queries [R,
// H, l, h].
at::Tensor cacheHeads(const VarBlockWeights& b, const kernels::HeadSplit& split,
                      const BlockModulation& m, const at::Tensor& x_RlC, CacheRoom room);
// x: [R, l, C] fp32, packed, updated in place. Tokens before `first` only give the cache their keys
// and values; x loses them. attention: q [R, H, l, h] of the tokens that stay -> [R, l, C], over
// the cache with all new tokens in it.
void decodeBlock(const VarBlockWeights& b, const kernels::HeadSplit& split,
                 const BlockModulation& m, at::Tensor& x_RlC, CacheRoom room, std::int64_t first,
                 const std::function<at::Tensor(const at::Tensor& q_RHlh)>& attention);
// x: [R, l, C] fp32 -> logits [R, l, V] fp32
at::Tensor decodeHead(const VarWeights& w, const HeadModulation& m, const at::Tensor& x_RlC);

}  // namespace duo
