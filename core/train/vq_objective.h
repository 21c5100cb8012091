// The VQ-VAE's training objective: multi-scale quantisation with its two losses (straight-through
// to the encoder), and the picture losses. Source: VAR, arXiv 2404.02905, section 3. Shape suffixes
// as in model/residual_quantizer.h.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "model/residual_quantizer.h"

namespace duo::train {

struct Quantised {
    at::Tensor fHat_BCSS;  // forward: the quantised latent; backward: identity to the encoder
    at::Tensor loss;       // [] mean over scales of |f_hat - sg f|^2 + beta |sg f_hat - f|^2
    std::vector<at::Tensor> z_NC, idx_N;  // by scale: the vectors and the codes chosen for them
};
Quantised quantise(const ResidualQuantizer& quantizer, const ScaleSchedule& schedule,
                   const at::Tensor& f_BCSS, double beta);

// The schedule for crops with a smaller latent: the same sides, scaled and rounded, without
// repeats.
ScaleSchedule cropSchedule(const ScaleSchedule& full, int latentSide);

struct PictureLossWeights {
    double absolute = 1.0;
    double squared = 1.0;
    double gradient = 1.0;  // weight of neighbour differences at full, half and quarter size
    double contrast = 0.0;  // weight of the mean neighbour difference over 4 x 4 pixels
};
struct PictureLoss {
    at::Tensor total, absolute, squared, gradient, contrast;  // [] each; the parts are unweighted
};
// Both [B, 3, H, W] in [-1, 1].
PictureLoss pictureLoss(const at::Tensor& made, const at::Tensor& wanted,
                        const PictureLossWeights& weights);

}  // namespace duo::train
