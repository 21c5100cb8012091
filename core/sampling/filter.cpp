#include "kernels/draw_tokens.h"
#include "kernels/filter_logits.h"
#include "sampling/mixture.h"
#include "sampling/sampler.h"

namespace duo {

at::Tensor applyGuidance(const at::Tensor& logits_RlV, int pictures, double guidance, int scale,
                         int scaleCount) {
    return kernels::guided(logits_RlV, pictures, guidance * scaleRatio(scale, scaleCount));
}

ScaleLogits::ScaleLogits(at::Tensor raw_RlV, int pictures, const ScalePlan& plan, int scale,
                         int scaleCount)
    : raw_RlV_(std::move(raw_RlV)),
      pictures_(pictures),
      t_(plan.guidance * scaleRatio(scale, scaleCount)) {}

const at::Tensor& ScaleLogits::guided() const {
    if (!guided_BlV_.defined()) guided_BlV_ = kernels::guided(raw_RlV_, pictures_, t_);
    return guided_BlV_;
}

at::Tensor filterLogits(const at::Tensor& logits_BlV, int topK, double topP) {
    return kernels::filterLogits(logits_BlV, topK, topP);
}

at::Tensor filterLogitsPublished(const at::Tensor& logits_BlV, int topK, double topP) {
    return kernels::plainFilterLogits(logits_BlV, topK, topP);
}

at::Tensor filterAsDrawn(const at::Tensor& logits_BlV, const ScalePlan& plan, RngKind rng) {
    const auto filter = rng == RngKind::Published ? filterLogitsPublished : filterLogits;
    return filter(logits_BlV, plan.topK, plan.topP);
}

}  // namespace duo
