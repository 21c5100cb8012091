#include "bench/logit_error.h"

#include <cmath>

#include "decode/collaborative_decoder.h"

namespace duo {
namespace {

// The logits of every scale after the given tokens of the scales before it. Unconditional rows
// follow the conditional ones at every scale but scale 0.
std::vector<at::Tensor> logitsAfter(const LoadedFamily& family, const BenchCase& setting,
                                    const at::Tensor& idx_BL, const std::stop_token& stop) {
    const c10::InferenceMode inference;
    const ScaleSchedule& schedule = family.schedule;
    const std::vector<int> classes = benchLabels(setting.batch, family.facts.classes);
    const at::Tensor labels_B = at::tensor(classes).to(family.device, at::kLong);
    TokenPyramid pyramid(family.models.vqvae->quantizer(), schedule, setting.batch, family.device);
    std::vector<at::Tensor> logits;
    for (const PlanRun& run : setting.plan.runs()) {
        const VarTransformer& model = family.models.model(run.model);
        Session session = model.open(labels_B, /*guided=*/true, run.end);
        session.stopWith(stop);
        for (int k = run.begin; k < run.end; ++k) {
            const at::Tensor raw_RlV =
                k > 0 && k == run.begin ? session.prefill(k, pyramid.inputMaps(k))
                                        : session.step(k > 0 ? pyramid.inputMap(k) : at::Tensor());
            logits.push_back(raw_RlV.to(at::kCPU, at::kDouble));
            pyramid.add(idx_BL.narrow(1, schedule.offset(k), schedule.tokens(k)));
        }
    }
    return logits;
}

}  // namespace

LogitError logitError(const ScaleLogits& exact, const ScaleLogits& found, double temperature) {
    const auto spread = [](const at::Tensor& raw_RlV) {
        return raw_RlV - raw_RlV.mean(-1, /*keepdim=*/true);
    };
    const at::Tensor wanted_RlV = spread(exact.raw());
    const at::Tensor off_RlV = spread(found.raw()) - wanted_RlV;
    const at::Tensor p_BlV = (exact.guided() / temperature).log_softmax(-1);
    const at::Tensor q_BlV = (found.guided() / temperature).log_softmax(-1);
    LogitError error;
    error.relativeRms = (off_RlV.norm() / wanted_RlV.norm()).item<double>();
    error.divergence = (p_BlV.exp() * (p_BlV - q_BlV)).sum(-1).mean().item<double>();
    error.sameBest = p_BlV.argmax(-1).eq(q_BlV.argmax(-1)).to(at::kDouble).mean().item<double>();
    return error;
}

LogitError LogitErrorResult::all() const {
    LogitError sum{0, 0, 0};
    double tokens = 0;
    for (const Scale& scale : scales) {
        const auto share = static_cast<double>(scale.tokens);
        sum.relativeRms += share * scale.error.relativeRms * scale.error.relativeRms;
        sum.divergence += share * scale.error.divergence;
        sum.sameBest += share * scale.error.sameBest;
        tokens += share;
    }
    return {std::sqrt(sum.relativeRms / tokens), sum.divergence / tokens, sum.sameBest / tokens};
}

ExactLogits exactLogits(const LoadedFamily& family, const BenchCase& setting,
                        const BenchSettings& settings, const std::stop_token& stop) {
    SilentObserver observer;
    const DecodeBatch batch = benchBatch(family, setting, settings);
    const at::Tensor idx_BL = decodeTokens(family.models, batch, observer, stop).allTokens();
    return {setting, idx_BL, logitsAfter(family, setting, idx_BL, stop)};
}

LogitErrorResult logitErrors(const LoadedFamily& family, const ExactLogits& exact,
                             const std::stop_token& stop) {
    const c10::InferenceMode inference;
    LogitErrorResult result{exact.setting, {}};
    const std::vector<at::Tensor> found =
        logitsAfter(family, exact.setting, exact.idx_BL.to(family.device), stop);
    const int count = family.schedule.count(), pictures = exact.setting.batch;
    for (int k = 0; k < count; ++k) {
        const ScalePlan& plan = exact.setting.plan.scales[k];
        const ScaleLogits wanted(exact.raw_RlV[k], pictures, plan, k, count);
        result.scales.push_back(
            {family.schedule.side(k), plan.model, pictures * family.schedule.tokens(k),
             logitError(wanted, {found[k], pictures, plan, k, count}, plan.temperature)});
    }
    return result;
}

}  // namespace duo
