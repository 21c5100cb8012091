// Products with a weight matrix, fused with what follows them, for decoding (no autograd). The CPU
// uses our tiles (cpu/linear_tiles.h, cpu/amx_linear.h): faster than the library's product for few
// rows, where reading the weights limits, and as fast for many. A row of their result does not
// depend on the number of rows. A GPU uses the library's product, with GELU inside it or a kernel
// that adds it (cuda/gated_add_body.h). Other devices, and sizes that do not fit the tiles, run
// plain ATen. Letters: R rows of a batch, l tokens, I inputs, O outputs.
#pragma once

#include <ATen/ATen.h>

#include "kernels/weight.h"

namespace duo::kernels {

// x: [..., I] of type w.type, w: [O, I], bias: [O] of the same type or undefined
// -> x wᵀ + bias [..., O] in `out`, which is fp32 or w.type
at::Tensor linear(const at::Tensor& x, const Weight& w, const at::Tensor& bias, at::ScalarType out);
// The widest `out` that needs no conversion: fp32 on the CPU, which sums products in fp32;
// otherwise w.type.
at::ScalarType productType(const Weight& w);
// -> gelu(x wᵀ + bias), the tanh form, of type w.type
at::Tensor linearGelu(const at::Tensor& x, const Weight& w, const at::Tensor& bias);
// y += gate * (x wᵀ + bias), in place. y: [R, l, O] fp32, packed; gate: [R, O] fp32, last dimension
// packed; x: [R, l, I]
void addGatedLinear(at::Tensor& y_RlO, const at::Tensor& gate_RO, const at::Tensor& x_RlI,
                    const Weight& w, const at::Tensor& bias);

// The same in plain ATen.
at::Tensor plainLinear(const at::Tensor& x, const Weight& w, const at::Tensor& bias,
                       at::ScalarType out);
at::Tensor plainLinearGelu(const at::Tensor& x, const Weight& w, const at::Tensor& bias);
void plainAddGatedLinear(at::Tensor& y_RlO, const at::Tensor& gate_RO, const at::Tensor& x_RlI,
                         const Weight& w, const at::Tensor& bias);

}  // namespace duo::kernels
