#include "protocol/decode_plan.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.h"
#include "protocol/per_scale.h"

namespace duo {
namespace {

// "The temperature of scale 3 must …; found 0."
void require(bool holds, const char* what, std::size_t scale, const char* rule, double found) {
    if (holds) return;
    throw Error(ErrorKind::Usage, std::string("The ") + what + " of scale " +
                                      std::to_string(scale + 1) + " must be " + rule + "; found " +
                                      formatPerScale({found}) + ".");
}

}  // namespace

void DecodePlan::assignSplit(int split) {
    const int count = static_cast<int>(scales.size());
    if (split < 0 || split > count) {
        throw Error(ErrorKind::Usage, "The split must lie between 0 (the refiner alone) and " +
                                          std::to_string(count) + " (the drafter alone); found " +
                                          std::to_string(split) + ".");
    }
    for (int k = 0; k < count; ++k) {
        scales[k].model = k < split ? ModelRole::Drafter : ModelRole::Refiner;
    }
}

int DecodePlan::split() const {
    const auto isRefiner = [](const ScalePlan& s) { return s.model == ModelRole::Refiner; };
    const auto first = std::find_if(scales.begin(), scales.end(), isRefiner);
    return std::all_of(first, scales.end(), isRefiner) ? static_cast<int>(first - scales.begin())
                                                       : -1;
}

bool DecodePlan::uses(ModelRole model) const {
    return std::any_of(scales.begin(), scales.end(),
                       [model](const ScalePlan& s) { return s.model == model; });
}

std::vector<PlanRun> DecodePlan::runs() const {
    return runs(0, static_cast<int>(scales.size()));
}

std::vector<PlanRun> DecodePlan::runs(int begin, int end) const {
    std::vector<PlanRun> runs;
    for (int k = begin; k < end; ++k) {
        const ScalePlan& scale = scales[k];
        if (runs.empty() || runs.back().model != scale.model) {
            runs.push_back({scale.model, k, k, false});
        }
        PlanRun& run = runs.back();
        run.end = k + 1;
        run.guided = run.guided || (k > 0 && scale.guidance != 0);
    }
    return runs;
}

void DecodePlan::validate(int scaleCount) const {
    if (static_cast<int>(scales.size()) != scaleCount) {
        throw Error(ErrorKind::Usage, "The plan must have one entry for each of the model's " +
                                          std::to_string(scaleCount) + " scales; found " +
                                          std::to_string(scales.size()) + ".");
    }
    for (std::size_t k = 0; k < scales.size(); ++k) {
        const ScalePlan& s = scales[k];
        require(std::isfinite(s.guidance) && s.guidance >= 0, "guidance", k, "0 or more",
                s.guidance);
        require(s.topK >= 0, "top-k", k, "0 (all codes) or more", s.topK);
        require(s.topP >= 0 && s.topP <= 1, "top-p", k, "between 0 (all codes) and 1", s.topP);
        require(std::isfinite(s.temperature) && s.temperature > 0, "temperature", k, "above 0",
                s.temperature);
    }
}

DecodePlan DecodePlan::published(int scaleCount, int split) {
    DecodePlan plan;
    plan.scales.resize(std::max(scaleCount, 0));
    const int warm = static_cast<int>(std::lround(0.7 * scaleCount));
    for (int k = 0; k < warm; ++k) plan.scales[k].temperature = 1.1;
    plan.assignSplit(split);
    return plan;
}

}  // namespace duo
