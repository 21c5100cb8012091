// Products with a weight matrix, fused with what follows them, for decoding (no autograd). On the
// CPU our own tiles (cpu/linear_tiles.h, cpu/amx_linear.h), which beat the library's product while
// few rows wait for the weights and keep up with it where there are many; a row of the result does
// not depend there on how many rows stand beside it. On a GPU the library's product, which ends
// with GELU itself or is added by a kernel (cuda/gated_add_body.h). Elsewhere, and where sizes do
// not fit the tiles, plain ATen. Letters: R rows of a batch, l tokens, I inputs, O outputs.
#pragma once

#include <ATen/ATen.h>

#include "kernels/weight.h"

namespace duo::kernels {

// x: [..., I] of type w.type, w: [O, I], bias: [O] of the same type or undefined
// -> x wᵀ + bias [..., O] in `out`, which is fp32 or w.type
at::Tensor linear(const at::Tensor& x, const Weight& w, const at::Tensor& bias, at::ScalarType out);
// The widest `out` that costs no conversion: on the CPU fp32, in which products are summed, else
// w.type.
at::ScalarType productType(const Weight& w);
// -> gelu(x wᵀ + bias), the tanh form, of type w.type
at::Tensor linearGelu(const at::Tensor& x, const Weight& w, const at::Tensor& bias);
// y += gate * (x wᵀ + bias), in place. y: [R, l, O] fp32, packed; gate: [R, O] fp32, its last
// dimension packed; x: [R, l, I]
void addGatedLinear(at::Tensor& y_RlO, const at::Tensor& gate_RO, const at::Tensor& x_RlI,
                    const Weight& w, const at::Tensor& bias);

// The same in plain ATen.
at::Tensor plainLinear(const at::Tensor& x, const Weight& w, const at::Tensor& bias,
                       at::ScalarType out);
at::Tensor plainLinearGelu(const at::Tensor& x, const Weight& w, const at::Tensor& bias);
void plainAddGatedLinear(at::Tensor& y_RlO, const at::Tensor& gate_RO, const at::Tensor& x_RlI,
                         const Weight& w, const at::Tensor& bias);

}  // namespace duo::kernels
