// What the codes of one scale add to the latent, and the input of the next scale. On a GPU one
// kernel each (cuda/residual_pyramid_body.h), which saves launches; on the CPU, where both are a
// thousandth of a decode, plain ATen. Letters: B pictures, C code channels, S latent side, l tokens
// of the scale, side².
#pragma once

#include <ATen/ATen.h>

namespace duo::kernels {

// The 3×3 convolution that is blended with what it convolves: share · (w ∗ h + bias) + (1 - share)
// h
struct BlendedConvolution {
    at::Tensor weight, bias;  // [C, C, 3, 3], [C], fp32; undefined: no convolution
    double share = 0.5;
};

// fHat: [B, C, S, S] fp32, h: [B, l, C] -> fHat + h upsampled (bicubic) and convolved, a new
// tensor; on the CPU a picture's numbers do not depend on those beside it
at::Tensor addScale(const at::Tensor& fHat_BCSS, const at::Tensor& h_BlC, std::int64_t side,
                    const BlendedConvolution& phi);
// fHat: [B, C, S, S] fp32 -> averaged over the areas of a map of that side [B, side², C]
at::Tensor areaMap(const at::Tensor& fHat_BCSS, std::int64_t side);

// What addScale adds and areaMap averages, in plain ATen, differentiable.
at::Tensor addedByScale(const at::Tensor& h_BlC, std::int64_t side, std::int64_t latentSide,
                        const BlendedConvolution& phi);  // [B, C, S, S]
at::Tensor plainAreaMap(const at::Tensor& fHat_BCSS, std::int64_t side);

}  // namespace duo::kernels
