// The multi-scale residual quantiser: turns a scale's tokens into what they add to the latent, and
// a latent into tokens. Source: VAR, arXiv 2404.02905, section 3. Letters: B pictures, C code
// channels, S latent side, V vocabulary.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "checkpoint/geometry.h"
#include "checkpoint/state_dict.h"
#include "kernels/residual_pyramid.h"

namespace duo {

class ResidualQuantizer {
  public:
    // Takes quantize.embedding and the quantize.quant_resi convolutions; always computes in fp32.
    ResidualQuantizer(const VqVaeGeometry& geometry, StateDict& weights);

    // idx_Bl: [B, l] int64 -> codes [B, l, C]
    at::Tensor codes(const at::Tensor& idx_Bl) const;
    // z_NC: [N, C] fp32 -> index of the nearest code [N] int64; not differentiable
    at::Tensor nearest(const at::Tensor& z_NC) const;
    // h_BlC: codes of a scale -> their contribution to f_hat: upsampled (bicubic) and convolved,
    // [B, C, S, S]
    at::Tensor contribution(const ScaleSchedule& schedule, int scale,
                            const at::Tensor& h_BlC) const;
    // f_hat: [B, C, S, S] -> f_hat plus the contribution, for decoding (no autograd). On the CPU a
    // picture's numbers do not depend on the batch.
    at::Tensor added(const ScaleSchedule& schedule, int scale, const at::Tensor& fHat_BCSS,
                     const at::Tensor& h_BlC) const;
    // f_hat: [B, C, S, S] -> input map of a scale: area-downsampled, [B, side*side, C]
    static at::Tensor inputMap(const ScaleSchedule& schedule, int scale,
                               const at::Tensor& fHat_BCSS);
    // f: [B, C, S, S] encoder features -> nearest codes scale by scale, K tensors [B, side*side]
    // int64
    std::vector<at::Tensor> tokens(const ScaleSchedule& schedule, const at::Tensor& f_BCSS) const;
    // The sum of the contributions of whole scales' tokens (K tensors [B, l]) -> f_hat [B, C, S, S]
    at::Tensor latent(const ScaleSchedule& schedule, const std::vector<at::Tensor>& idx_Bl) const;
    // Teacher-forcing inputs of scales 1..K-1 -> [B, L - tokens(0), C]
    at::Tensor teacherInputs(const ScaleSchedule& schedule,
                             const std::vector<at::Tensor>& idx_Bl) const;

    const at::Tensor& codebook() const { return codebook_VC_; }
    // Index of the convolution that scale `scale` of `scaleCount` uses.
    int phiIndex(int scale, int scaleCount) const;
    // For training: every parameter under its published name.
    std::vector<std::pair<std::string, at::Tensor>> parameters() const;

  private:
    kernels::BlendedConvolution phiOf(const ScaleSchedule& schedule, int scale) const;

    at::Tensor codebook_VC_;
    std::vector<at::Tensor> phiWeights_, phiBiases_;  // [C, C, 3, 3], [C]
    VqVaeGeometry::PhiSharing sharing_;
};

}  // namespace duo
