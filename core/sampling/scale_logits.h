// One scale's logits as the model gave them, and the guided ones when somebody asks. Letters: R
// rows (2B with guidance), B pictures, l tokens, V vocabulary.
#pragma once

#include <ATen/ATen.h>

#include "protocol/decode_plan.h"

namespace duo {

class ScaleLogits {
  public:
    // raw: [2B, l, V] (conditional rows first) or [B, l, V] without guidance, fp32
    ScaleLogits(at::Tensor raw_RlV, int pictures, const ScalePlan& plan, int scale, int scaleCount);
    const at::Tensor& raw() const { return raw_RlV_; }
    double t() const { return t_; }  // plan.guidance * scale / (scaleCount - 1)
    // [B, l, V] = (1 + t) * conditional - t * unconditional, or raw() without guidance. Computed on
    // first use: most draws need raw() only.
    const at::Tensor& guided() const;

  private:
    at::Tensor raw_RlV_;
    int pictures_;
    double t_;
    mutable at::Tensor guided_BlV_;
};

}  // namespace duo
