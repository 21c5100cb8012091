#include "protocol/generation_request.h"

#include <algorithm>
#include <functional>

#include "base/error.h"
#include "protocol/scale_schedule.h"

namespace duo {
namespace {

void requirePrefix(const GenerationRequest& request) {
    const TokenPrefix& prefix = request.prefix;
    const int end = request.scaleEnd();
    if (prefix.scales < 0 || prefix.scales > end) {
        throw Error(ErrorKind::Usage, "The scales that are kept must be from 0 to " +
                                          std::to_string(end) + "; found " +
                                          std::to_string(prefix.scales) + ".");
    }
    if (prefix.scales == 0) return;
    if (request.smooth) {
        throw Error(ErrorKind::Usage,
                    "Smooth pictures mix codes, so that their token maps do not describe them: no "
                    "scale of them can be kept.",
                    "Leave out --smooth, or start from the first scale.");
    }
    const ScaleSchedule schedule(prefix.sides);
    if (schedule.count() != static_cast<int>(request.plan.scales.size())) {
        throw Error(ErrorKind::Usage, "The kept token maps are of " +
                                          std::to_string(schedule.count()) +
                                          " scales, but the plan has " +
                                          std::to_string(request.plan.scales.size()) + ".");
    }
    if (prefix.tokens.size() != 1 && prefix.tokens.size() != request.labels.size()) {
        throw Error(ErrorKind::Usage, "Token maps are kept for " +
                                          std::to_string(prefix.tokens.size()) +
                                          " pictures, but the request has " +
                                          std::to_string(request.labels.size()) + ".");
    }
    const auto expected = static_cast<std::size_t>(schedule.offset(prefix.scales));
    for (const std::vector<std::int32_t>& tokens : prefix.tokens) {
        if (tokens.size() == expected) continue;
        throw Error(ErrorKind::Usage, "The first " + std::to_string(prefix.scales) +
                                          " scales have " + std::to_string(expected) +
                                          " tokens; found " + std::to_string(tokens.size()) + ".");
    }
}

void requireScaleClasses(const GenerationRequest& request) {
    if (request.classes.empty()) return;
    if (request.classes.size() != request.plan.scales.size()) {
        throw Error(ErrorKind::Usage, "A class must be given for each of the " +
                                          std::to_string(request.plan.scales.size()) +
                                          " scales; found " +
                                          std::to_string(request.classes.size()) + ".");
    }
    for (const ScaleClass& scale : request.classes) {
        if (scale.weight >= 0 && scale.weight <= 1) continue;
        throw Error(ErrorKind::Usage,
                    "The weight of a class that is mixed in must be from 0 to 1; "
                    "found " +
                        std::to_string(scale.weight) + ".");
    }
    if (request.rng == RngKind::Counter || !request.changesClass()) return;
    throw Error(ErrorKind::Usage,
                "The class cannot change between scales with published draws: the published stream "
                "has one class for all of them.",
                "Choose counter draws (--rng counter), or one class.");
}

}  // namespace

bool GenerationRequest::changesClass() const {
    return std::adjacent_find(classes.begin(), classes.end(), std::not_equal_to<>()) !=
           classes.end();
}

bool GenerationRequest::needs(ModelRole model) const {
    const auto scale = plan.scales.begin();
    return std::any_of(scale + prefix.scales, scale + scaleEnd(),
                       [model](const ScalePlan& s) { return s.model == model; });
}

void GenerationRequest::validate() const {
    if (labels.empty()) {
        throw Error(ErrorKind::Usage,
                    "The request has no class label, so there is no picture to make.");
    }
    if (batch < 1) {
        throw Error(ErrorKind::Usage, "The batch must hold at least one picture; found " +
                                          std::to_string(batch) + ".");
    }
    const int scales = static_cast<int>(plan.scales.size());
    plan.validate(scales);
    if (scales == 0) throw Error(ErrorKind::Usage, "The request's plan has no scales.");
    if (insight < 0) {
        throw Error(ErrorKind::Usage,
                    "The alternatives to list for a token must be 0 (none) or more; found " +
                        std::to_string(insight) + ".");
    }
    if (endScale < 0 || endScale > scales) {
        throw Error(ErrorKind::Usage, "The scales to decode must be from 1 to " +
                                          std::to_string(scales) + ", or 0 for all; found " +
                                          std::to_string(endScale) + ".");
    }
    requirePrefix(*this);
    requireScaleClasses(*this);
    edit.validate();
    if (edit.active() && (prefix.scales > 0 || endScale > 0)) {
        throw Error(ErrorKind::Usage,
                    "An edit draws all scales: it keeps no scales of another picture and makes no "
                    "drafts.");
    }
}

void requireOverlapFits(const ComputeOptions& compute, RngKind rng) {
    if (!compute.overlapPrefill) return;
    if (compute.offload) {
        throw Error(ErrorKind::Usage,
                    "The refiner cannot prefill while the drafter decodes if the weights of the "
                    "idle model are offloaded: both models are active.",
                    "Leave out either --overlap-prefill or --offload.");
    }
    if (rng == RngKind::Published) {
        throw Error(
            ErrorKind::Usage,
            "The refiner cannot prefill while the drafter decodes with published draws: the "
            "published stream draws from the logits of the whole prefix at the hand-over.",
            "Choose counter draws (--rng counter), or leave out --overlap-prefill.");
    }
}

}  // namespace duo
