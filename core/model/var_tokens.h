// What enters the first block: start tokens, map tokens and their positions; and the mask by which
// teacher forcing sees them. Letters as in var_transformer.h.
#pragma once

#include <ATen/ATen.h>

#include "model/var_weights.h"

namespace duo {

// Level and position embedding of the tokens of scales 0..endScale-1 -> [1, offset(endScale), C]
at::Tensor scalePositions(const VarWeights& w, int endScale);
// condition: [R, C] -> tokens of scale 0 [R, l0, C]: condition plus start embedding, without
// scalePositions
at::Tensor startTokens(const VarWeights& w, const at::Tensor& condition_RC);
// map: [B, l, D] -> [B, l, C], without scalePositions
at::Tensor mapTokens(const VarWeights& w, const at::Tensor& map_BlD);

// The block-causal rule as a mask: a scale sees itself and all scales before it. -> [L, L] bool
at::Tensor blockCausalMask(const ScaleSchedule& schedule, at::Device device);

}  // namespace duo
