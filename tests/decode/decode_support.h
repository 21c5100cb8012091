// Families, plans and an observer for the tests of decoding.
#pragma once

#include <functional>
#include <vector>

#include "decode/collaborative_decoder.h"
#include "support/fixture.h"
#include "support/lively_family.h"

namespace duo::test {

// Keeps all that a decode tells.
class Recorder : public DecodeObserver {
  public:
    struct HandOver {
        int nextScale;
        ModelRole from, to;
        std::int64_t freedBytes;
    };
    std::vector<ScaleReport> reports;
    std::vector<at::Tensor> logits;
    std::vector<HandOver> handOvers;
    std::function<void(const ScaleReport&)> onScale;
    std::function<void()> onHandOver;

    void scaleDone(const ScaleReport& report, const ScaleLogits& logitsOfScale,
                   const TokenPyramid&) override {
        reports.push_back(report);
        logits.push_back(logitsOfScale.guided().clone());
        if (onScale) onScale(report);
    }
    void handOver(int nextScale, ModelRole from, ModelRole to, std::int64_t freedBytes) override {
        handOvers.push_back({nextScale, from, to, freedBytes});
        if (onHandOver) onHandOver();
    }
    at::Tensor allLogits() const { return at::cat(logits, 1); }
};

inline ModelFamily sixScaleFamily() {
    return {livelyDrafter(), livelyRefiner(), livelyVqVae()};
}
inline ModelFamily tenScaleFamily() {
    return {livelyDrafter10(), livelyRefiner10(), livelyVqVae10()};
}

// The same sampling at every scale; top-k 1 makes it greedy.
inline DecodePlan plainPlan(int scales, int split, const ScalePlan& everywhere) {
    DecodePlan plan;
    plan.scales.assign(scales, everywhere);
    plan.assignSplit(split);
    return plan;
}
inline ScalePlan greedy(double guidance = 4) {
    return {.guidance = guidance, .topK = 1, .topP = 0, .temperature = 1};
}
inline ScalePlan lively() {
    return {.guidance = 4, .topK = 60, .topP = 0.95, .temperature = 1.1};
}

// Pictures of seed 5 from number `first` on.
inline DecodeBatch batchOf(DecodePlan plan, std::vector<int> labels, RngKind rng,
                           std::uint32_t first = 0) {
    DecodeBatch batch{.labels = std::move(labels), .keys = {}, .plan = std::move(plan), .rng = rng};
    for (std::uint32_t i = 0; i < batch.labels.size(); ++i) batch.keys.push_back({5, first + i});
    return batch;
}

inline TokenPyramid decode(const ModelFamily& family, const DecodeBatch& batch) {
    Recorder recorder;
    return decodeTokens(family, batch, recorder, {});
}

}  // namespace duo::test
