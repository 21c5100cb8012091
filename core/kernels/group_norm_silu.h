// Group norm, then SiLU: one pass for the sums and one for the values. The kernel is for the CPU,
// fp32, channels last in memory; everything else runs plain ATen. For decoding (no autograd).
#pragma once

#include <ATen/ATen.h>

namespace duo::kernels {

// x: [B, C, H, W]; weight, bias: [C] fp32 -> silu(group_norm(x)) of the same shape and type. A
// picture's result does not depend on the other pictures.
at::Tensor groupNormSilu(const at::Tensor& x_BCHW, std::int64_t groups, const at::Tensor& weight_C,
                         const at::Tensor& bias_C, double epsilon);

// The same in place.
void groupNormSilu_(at::Tensor& x_BCHW, std::int64_t groups, const at::Tensor& weight_C,
                    const at::Tensor& bias_C, double epsilon);

// The same in plain ATen.
at::Tensor plainGroupNormSilu(const at::Tensor& x_BCHW, std::int64_t groups,
                              const at::Tensor& weight_C, const at::Tensor& bias_C, double epsilon);

}  // namespace duo::kernels
