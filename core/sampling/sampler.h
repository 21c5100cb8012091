// From a scale's logits to tokens: guidance, top-k, top-p, temperature, draw. Source of the order:
// published CoDe sampling (top-k, top-p on untempered logits, division by temperature, draw). This
// room decides what is drawn and from which stream; kernels/ computes it. Letters: R rows (2B with
// guidance), B pictures, l tokens, V vocabulary.
#pragma once

#include <ATen/ATen.h>

#include "protocol/decode_plan.h"
#include "protocol/generation_request.h"
#include "sampling/scale_logits.h"

namespace duo {

class Sampler {
  public:
    virtual ~Sampler() = default;
    // All steps: guidance, filters, temperature, draw -> tokens [B, l] int64
    virtual at::Tensor drawScale(const ScaleLogits& logits, const ScalePlan& plan, int scale) = 0;
    // filtered: [B, l, V] from filterAsDrawn -> tokens [B, l] int64
    virtual at::Tensor draw(const at::Tensor& filtered_BlV, int scale, double temperature) = 0;
    // filtered: [B, l, V] -> soft mixture over the codes [B, l, V]: Gumbel-softmax of filtered * (1
    // + ratio) at tau = max(0.27 * (1 - 0.95 ratio), 0.005), ratio = scale / (scaleCount - 1); not
    // divided by the temperature.
    virtual at::Tensor mixture(const at::Tensor& filtered_BlV, int scale, int scaleCount) = 0;
};

// Filters logits [B, l, V] by the plan's top-k and top-p as this stream's sampler does. The streams
// differ where codes tie at the edge of top-p: the published one sorts as the published code does
// on this machine (its sort is not stable), the counter one drops the lower codes everywhere.
at::Tensor filterAsDrawn(const at::Tensor& logits_BlV, const ScalePlan& plan, RngKind rng);

}  // namespace duo
