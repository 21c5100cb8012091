// A product with a weight matrix, differentiable while gradients are enabled.
#pragma once

#include <ATen/ATen.h>

#include "kernels/weight.h"

namespace duo {

// x: [..., I], weight: [O, I], bias: [O] -> x wᵀ + bias [..., O] in the type of the weight (or of
// autocast, if the trainer enables it). Int8 weights have no gradients.
at::Tensor project(const at::Tensor& x, const kernels::Weight& weight, const at::Tensor& bias);

}  // namespace duo
