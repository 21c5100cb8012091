#include "kernels/filter_logits.h"
#include "sampling/mixture.h"
#include "sampling/sampler.h"

namespace duo {

at::Tensor applyGuidance(const at::Tensor& logits_RlV, int pictures, double guidance, int scale,
                         int scaleCount) {
    if (logits_RlV.size(0) == pictures) return logits_RlV;
    TORCH_CHECK(logits_RlV.size(0) == 2 * pictures, "rows ", logits_RlV.size(0), " for ", pictures,
                " pictures");
    const double t = guidance * scaleRatio(scale, scaleCount);
    const at::Tensor conditional_BlV = logits_RlV.narrow(0, 0, pictures);
    const at::Tensor unconditional_BlV = logits_RlV.narrow(0, pictures, pictures);
    return (1 + t) * conditional_BlV - t * unconditional_BlV;
}

at::Tensor filterLogits(const at::Tensor& logits_BlV, int topK, double topP) {
    return kernels::filterLogits(logits_BlV, topK, topP);
}

at::Tensor filterLogitsPublished(const at::Tensor& logits_BlV, int topK, double topP) {
    return kernels::filterLogitsReference(logits_BlV, topK, topP);
}

at::Tensor filterAsDrawn(const at::Tensor& logits_BlV, const ScalePlan& plan, RngKind rng) {
    const auto filter = rng == RngKind::Reference ? filterLogitsPublished : filterLogits;
    return filter(logits_BlV, plan.topK, plan.topP);
}

}  // namespace duo
