// LayerNorm without weights, then scale and shift, fused on the CPU and on a GPU
// (cuda/norm_modulate_body.h). Letters: R rows of a batch, l tokens, C width.
#pragma once

#include <ATen/ATen.h>

namespace duo::kernels {

// x: [R, l, C] fp32, scale and shift: [R, C] fp32 -> norm(x) * (1 + scale) + shift [R, l, C] in
// `out` (fp32, bf16 or fp16)
at::Tensor normModulate(const at::Tensor& x_RlC, const at::Tensor& scale_RC,
                        const at::Tensor& shift_RC, at::ScalarType out);

// The same in plain ATen, differentiable.
at::Tensor plainNormModulate(const at::Tensor& x_RlC, const at::Tensor& scale_RC,
                             const at::Tensor& shift_RC);

}  // namespace duo::kernels
