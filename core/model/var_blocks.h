// The steps of a VAR transformer as free functions: teacher forcing (VarTransformer) is made of
// them, and decoding (decode_block.h) is held to them by tests. The residual stream and the
// modulation are fp32, matrix products run in the type of their weights. All differentiable.
// Letters as in var_transformer.h; h is the head's width.
#pragma once

#include <ATen/ATen.h>

#include <functional>

#include "model/var_weights.h"

namespace duo {

// q already carries the attention's scale: [R, H, l, h] each, in the type of the weights.
struct Heads {
    at::Tensor q, k, v;
};
using Attention = std::function<at::Tensor(const Heads&)>;  // -> [R, H, l, h]

// Of q where q and k are normalised: [1, H, 1, 1] fp32.
at::Tensor queryScale(const VarBlockWeights& b);
// Of q where they are not.
double plainQueryScale(const VarGeometry& geometry);

// labels: [R] int64 -> condition [R, C]
at::Tensor condition(const VarWeights& w, const at::Tensor& labels_R);
// Level and position embedding of the tokens of scales 0..endScale-1 -> [1, offset(endScale), C]
at::Tensor scalePositions(const VarWeights& w, int endScale);
// Tokens that start the pyramid: condition and start embedding, without scalePositions
// -> [R, l0, C]
at::Tensor startTokens(const VarWeights& w, const at::Tensor& condition_RC);
// map: [B, l, D] -> [B, l, C], without scalePositions
at::Tensor mapTokens(const VarWeights& w, const at::Tensor& map_BlD);

// condition: [R, C] -> [R, 6, C] fp32, the part of the modulation that all blocks share; undefined
// where each block has its own projection.
at::Tensor sharedModulation(const VarWeights& w, const at::Tensor& condition_RC);
// -> [R, 6, C] fp32: gamma, gamma, scale, scale, shift, shift (attention first, MLP second)
at::Tensor blockModulation(const VarBlockWeights& b, const at::Tensor& condition_RC,
                           const at::Tensor& shared_R6C);
// -> [R, 2, C] fp32: scale, shift
at::Tensor headModulation(const VarWeights& w, const at::Tensor& condition_RC);

// x: [R, l, C] -> [R, l, C]
at::Tensor selfAttention(const VarGeometry& geometry, const VarBlockWeights& b,
                         const at::Tensor& x_RlC, const Attention& attention);
at::Tensor mlp(const VarBlockWeights& b, const at::Tensor& x_RlC);

// x: [R, l, C] fp32 -> [R, l, C] fp32
at::Tensor runBlock(const VarGeometry& geometry, const VarBlockWeights& b,
                    const at::Tensor& modulation_R6C, const at::Tensor& x_RlC,
                    const Attention& attention);
// x: [R, l, C] -> logits [R, l, V] fp32
at::Tensor runHead(const VarWeights& w, const at::Tensor& modulation_R2C, const at::Tensor& x_RlC);

// Every query sees every key the mask leaves, or all without one. q: [R, H, l, h], k and v:
// [R, H, n, h], mask: [l, n] bool -> [R, H, l, h]
at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                  const at::Tensor& mask_ln = {});
// The block-causal rule as a mask: a scale sees itself and all before it. -> [L, L] bool
at::Tensor blockCausalMask(const ScaleSchedule& schedule, at::Device device);

}  // namespace duo
