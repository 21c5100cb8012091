// Adds one scale's codes to the latent, and makes the next scale's input map from it. A GPU runs
// one kernel for each (cuda/residual_pyramid_body.h), which saves launches. The CPU runs plain
// ATen: both take a thousandth of a decode there. Letters: B pictures, C code channels, S latent
// side, l = side² tokens of the scale.
#pragma once

#include <ATen/ATen.h>

namespace duo::kernels {

// A 3×3 convolution blended with its input: share · (weight ∗ h + bias) + (1 - share) · h
struct BlendedConvolution {
    at::Tensor weight, bias;  // [C, C, 3, 3], [C], fp32; undefined: no convolution
    double share = 0.5;
};

// fHat: [B, C, S, S] fp32, h: [B, l, C] -> a new tensor: fHat plus h upsampled (bicubic) and
// convolved. On the CPU a picture's numbers do not depend on the batch.
at::Tensor addScale(const at::Tensor& fHat_BCSS, const at::Tensor& h_BlC, std::int64_t side,
                    const BlendedConvolution& phi);
// fHat: [B, C, S, S] fp32 -> its average over each cell of a map of that side [B, side², C]
at::Tensor areaMap(const at::Tensor& fHat_BCSS, std::int64_t side);

// In plain ATen, differentiable: the term that addScale adds, and areaMap.
at::Tensor addedByScale(const at::Tensor& h_BlC, std::int64_t side, std::int64_t latentSide,
                        const BlendedConvolution& phi);  // [B, C, S, S]
at::Tensor plainAreaMap(const at::Tensor& fHat_BCSS, std::int64_t side);

}  // namespace duo::kernels
