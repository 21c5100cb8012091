// A transformer block as decoding runs it: the fused kernels over a residual stream that is updated
// in place, keys and values written straight into the cache. The same numbers as runBlock up to
// rounding, without autograd. Letters as in var_transformer.h; h is the head's width.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <vector>

#include "kernels/split_heads.h"
#include "model/var_weights.h"

namespace duo {

// Where a layer's fresh keys and values go: [R, H, E, h] each, behind the first `held` tokens.
struct CacheRoom {
    at::Tensor k, v;
    std::int64_t held = 0;
};

// What splitHeads needs, one entry a layer: made once a session.
std::vector<kernels::HeadSplit> headSplits(const VarWeights& w);

// Keys and values of x [R, l, C] into the room -> its queries [R, H, l, h]. The first part of
// decodeBlock.
at::Tensor cacheHeads(const VarBlockWeights& b, const kernels::HeadSplit& split,
                      const at::Tensor& modulation_R6C, const at::Tensor& x_RlC, CacheRoom room);

// x: [R, l, C] fp32, packed, updated in place; of the tokens before `first` the cache takes keys
// and values, and x loses them. attention: q [R, H, l, h] of those that x keeps -> [R, l, C],
// against the cache with all fresh tokens in it.
void decodeBlock(const VarBlockWeights& b, const kernels::HeadSplit& split,
                 const at::Tensor& modulation_R6C, at::Tensor& x_RlC, CacheRoom room,
                 std::int64_t first,
                 const std::function<at::Tensor(const at::Tensor& q_RHlh)>& attention);

// x: [R, l, C] fp32 -> logits [R, l, V] fp32
at::Tensor decodeHead(const VarWeights& w, const at::Tensor& modulation_R2C,
                      const at::Tensor& x_RlC);

}  // namespace duo
