// Keeps a part of a source picture while the rest is drawn: at every scale, kept cells take the
// source's codes, or the latent is mixed as the published autoregressive_inpaint functions do.
// Letters as in model/residual_quantizer.h; Hp x Wp pixels of the mask.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "model/residual_quantizer.h"
#include "protocol/picture_edit.h"

namespace duo {

class SourceMix {
  public:
    // source: [L] int64, the token maps of all scales. drawn: [Hp, Wp] fp32, 1 where the picture is
    // drawn, 0 where it is kept. quantizer must outlive this.
    SourceMix(EditMix mix, const ResidualQuantizer& quantizer, const ScaleSchedule& schedule,
              const at::Tensor& source_L, const at::Tensor& drawn_HpWp);

    // Tokens [B, l] drawn at a scale -> with those of the source where cells are kept. A latent mix
    // changes none.
    at::Tensor tokens(int scale, const at::Tensor& idx_Bl) const;
    // Codes [B, l, C] of a scale, likewise.
    at::Tensor codes(int scale, const at::Tensor& h_BlC) const;
    // The latent with this scale's codes [B, C, S, S] -> with the source's latent of this scale
    // where it is kept. A mix of codes changes nothing.
    at::Tensor latent(int scale, const at::Tensor& fHat_BCSS) const;

    EditMix kind() const { return mix_; }

  private:
    EditMix mix_;
    const ResidualQuantizer* quantizer_;
    std::vector<at::Tensor> source_1l_;     // tokens of each scale
    std::vector<at::Tensor> kept_1l_;       // bool, of each scale
    std::vector<at::Tensor> latents_1CSS_;  // after each scale; for a latent mix
    at::Tensor drawn_11SS_;                 // likewise
};

}  // namespace duo
