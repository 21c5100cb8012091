#include "engine/insight.h"

#include <string>

#include "base/error.h"
#include "engine/tensor_values.h"
#include "sampling/sampler.h"

namespace duo {
namespace {

// probabilities: [l, V], drawn: [l]
TokenInsight insightOf(const at::Tensor& p_lV, const at::Tensor& drawn_l, int alternatives) {
    TokenInsight insight;
    insight.alternatives = alternatives;
    insight.probability = listOf<float>(p_lV.gather(1, drawn_l.unsqueeze(1)));
    insight.entropy = listOf<float>(-at::xlogy(p_lV, p_lV).sum(1));
    const auto [probabilities_ln, codes_ln] = p_lV.topk(alternatives, 1);
    insight.topCodes = listOf<std::int32_t>(codes_ln);
    insight.topProbabilities = listOf<float>(probabilities_ln);
    return insight;
}

}  // namespace

void requireInsight(int alternatives, int vocabulary) {
    if (alternatives >= 0 && alternatives <= vocabulary) return;
    throw Error(ErrorKind::Usage,
                "The alternatives to list for a token must be between 0 (none) "
                "and the model's " +
                    std::to_string(vocabulary) + " codes; found " + std::to_string(alternatives) +
                    ".");
}

std::vector<TokenInsight> tokenInsight(const at::Tensor& logits_BlV, const at::Tensor& idx_Bl,
                                       const ScalePlan& plan, RngKind rng, int alternatives) {
    const c10::InferenceMode inference;
    const at::Tensor p_BlV = (filterAsDrawn(logits_BlV, plan, rng) / plan.temperature).softmax(-1);
    std::vector<TokenInsight> insights;
    for (std::int64_t b = 0; b < p_BlV.size(0); ++b) {
        insights.push_back(insightOf(p_BlV[b], idx_Bl[b], alternatives));
    }
    return insights;
}

}  // namespace duo
