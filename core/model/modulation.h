// Adaptive layer norm (AdaLN): the vectors by which a label modulates every block and the head.
// Letters as in var_transformer.h.
#pragma once

#include <ATen/ATen.h>

#include "model/var_weights.h"

namespace duo {

// One block's vectors, [R, C] fp32 each: norm(x) * (1 + scale) + shift goes into the attention and
// into the MLP, gamma multiplies what they add to the residual stream.
struct BlockModulation {
    // stacked: the vectors in the published order, which is that of the members
    explicit BlockModulation(const at::Tensor& stacked_R6C);
    at::Tensor gammaAttn, gammaMlp, scaleAttn, scaleMlp, shiftAttn, shiftMlp;
};

// The head's vectors, [R, C] fp32 each.
struct HeadModulation {
    explicit HeadModulation(const at::Tensor& stacked_R2C);
    at::Tensor scale, shift;
};

// labels: [R] int64 -> condition [R, C], the class embedding
at::Tensor condition(const VarWeights& w, const at::Tensor& labels_R);
// condition: [R, C] -> [R, 6, C] fp32, the part of the modulation that all blocks share; undefined
// if each block has its own projection.
at::Tensor sharedModulation(const VarWeights& w, const at::Tensor& condition_RC);
// -> [R, 6, C] fp32, stacked as BlockModulation takes it
at::Tensor blockModulation(const VarBlockWeights& b, const at::Tensor& condition_RC,
                           const at::Tensor& shared_R6C);
// -> [R, 2, C] fp32, stacked as HeadModulation takes it
at::Tensor headModulation(const VarWeights& w, const at::Tensor& condition_RC);

}  // namespace duo
