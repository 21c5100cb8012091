// 3×3 convolutions of stride 1 and padding 1 by Winograd's F(4×4, 3×3), with a quarter of the
// multiplications, for decoding (no autograd). CPU, fp32. The transformed weights, four times as
// large, are made in each call: on large maps that costs little, and they need no memory later.
#pragma once

#include <ATen/ATen.h>

namespace duo::kernels {

// x: [B, I, H, W], w: [O, I, 3, 3], bias: [O], all fp32 on the CPU.
struct Conv3x3 {
    at::Tensor x_BIHW, w_OI33, bias_O;
    bool doubled = false;  // convolve x upsampled to twice its height and width (nearest)
    // Has the result's shape, or is undefined. The convolution is added to it in place, and it is
    // the result.
    at::Tensor onto;
};

// Whether winograd() supports this convolution and is faster than at::conv2d at its size.
bool winogradPays(const Conv3x3& conv);

// -> [B, O, H, W], or [B, O, 2H, 2W] if doubled; channels last in memory. A picture's result does
// not depend on the other pictures or on the number of threads. The error is about 1e-5 of the
// largest value; plain sums have 1e-6.
at::Tensor winograd(const Conv3x3& conv);

// The same in plain ATen.
at::Tensor plainWinograd(const Conv3x3& conv);

}  // namespace duo::kernels
