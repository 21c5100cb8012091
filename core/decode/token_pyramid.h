// Tokens of each scale and the latent that they sum to. A value: a copy is a snapshot to branch
// from.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <vector>

#include "decode/source_mix.h"
#include "model/residual_quantizer.h"

namespace duo {

class TokenPyramid {
  public:
    // quantizer must outlive the pyramid. f_hat starts at zero: [B, C, S, S] fp32.
    TokenPyramid(const ResidualQuantizer& quantizer, ScaleSchedule schedule, std::int64_t pictures,
                 at::Device device);

    // Adds the next scale: tokens [B, l] int64 and the codes [B, l, C] that enter the latent
    // (the tokens' own codes, or a smooth mixture). mix: changes the latent with them; may be null.
    void add(const at::Tensor& idx_Bl, const at::Tensor& h_BlC, const SourceMix* mix = nullptr);
    void add(const at::Tensor& idx_Bl);  // with the tokens' own codes

    int scalesDone() const { return static_cast<int>(tokens_.size()); }
    // Input map of scale k (1 <= k <= scalesDone()), made when scale k - 1 was added: [B, l, C]
    const at::Tensor& inputMap(int scale) const { return maps_[scale - 1]; }
    // Input maps of scales 1..k
    std::vector<at::Tensor> inputMaps(int scale) const;
    const at::Tensor& latent() const { return fHat_BCSS_; }
    const at::Tensor& tokens(int scale) const { return tokens_[scale]; }
    at::Tensor allTokens() const;  // [B, tokens so far] int64
    const ScaleSchedule& schedule() const { return schedule_; }

  private:
    const ResidualQuantizer* quantizer_;
    ScaleSchedule schedule_;
    at::Tensor fHat_BCSS_;  // replaced, never written in place, so snapshots share it safely
    std::vector<at::Tensor> tokens_;  // [B, l] each
    std::vector<at::Tensor> maps_;    // [B, l, C] each
};

}  // namespace duo
