// A cheap preview of a latent: one matrix from code channels to RGB, fitted once to pictures of the
// VQ-VAE. It takes microseconds where the VQ-VAE takes seconds on a CPU.
// Letters as in model/residual_quantizer.h.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>

#include "model/vqvae.h"

namespace duo {

class LinearPreview {
  public:
    // Least squares from latents [B, C, S, S] to their decoded pictures, averaged over each latent
    // cell.
    static LinearPreview fit(const VqVae& vqvae, const at::Tensor& fHat_BCSS);
    // The same on pyramids of random tokens. They end at each scale in turn, so that the fit sees
    // both wide patches and single cells.
    static LinearPreview fit(const VqVae& vqvae, const ScaleSchedule& schedule, int pictures = 10,
                             std::uint64_t seed = 0);

    // f_hat: [B, C, S, S] -> [B, 3, S, S] fp32 in [0, 1]
    at::Tensor operator()(const at::Tensor& fHat_BCSS) const;

  private:
    explicit LinearPreview(at::Tensor matrix) : matrix_(std::move(matrix)) {}
    at::Tensor matrix_;  // [C + 1, 3] fp32, the last row is the constant
};

}  // namespace duo
