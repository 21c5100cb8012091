// 3×3 convolutions of stride 1 and padding 1 by Winograd's F(4×4, 3×3), which takes a quarter of
// the products, for decoding (no autograd). CPU, fp32. The kernel's transform, four times its size,
// is made at every call: on large maps it costs little, and nothing has to be kept.
#pragma once

#include <ATen/ATen.h>

namespace duo::kernels {

// x: [B, I, H, W], w: [O, I, 3, 3], bias: [O], all fp32 on the CPU.
struct Conv3x3 {
    at::Tensor x_BIHW, w_OI33, bias_O;
    bool doubled = false;  // convolve x at twice its height and width (nearest)
    // Of the result's shape, or undefined: the convolution is added to it in place, and the result
    // is this tensor.
    at::Tensor onto;
};

// Whether winograd() can do it, and beats at::conv2d by the sizes.
bool winogradPays(const Conv3x3& conv);

// -> [B, O, H, W], or [B, O, 2H, 2W] where doubled; channels last in memory. A picture's result
// depends on no other, nor on the threads. About 1e-5 of the largest value off the exact result,
// where plain sums are 1e-6 off.
at::Tensor winograd(const Conv3x3& conv);

// The same in plain ATen.
at::Tensor plainWinograd(const Conv3x3& conv);

}  // namespace duo::kernels
