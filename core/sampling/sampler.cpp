#include "sampling/sampler.h"

#include "kernels/filter_logits.h"

namespace duo {

at::Tensor filterAsDrawn(const at::Tensor& logits_BlV, const ScalePlan& plan, RngKind rng) {
    const auto filter =
        rng == RngKind::Published ? kernels::plainFilterLogits : kernels::filterLogits;
    return filter(logits_BlV, plan.topK, plan.topP);
}

}  // namespace duo
