#include "sampling/scale_logits.h"

#include "kernels/draw_tokens.h"
#include "sampling/schedules.h"

namespace duo {

ScaleLogits::ScaleLogits(at::Tensor raw_RlV, int pictures, const ScalePlan& plan, int scale,
                         int scaleCount)
    : raw_RlV_(std::move(raw_RlV)),
      pictures_(pictures),
      t_(guidanceAt(plan.guidance, scale, scaleCount)) {}

const at::Tensor& ScaleLogits::guided() const {
    if (!guided_BlV_.defined()) guided_BlV_ = kernels::guided(raw_RlV_, pictures_, t_);
    return guided_BlV_;
}

}  // namespace duo
