// Which model decodes each scale, and how its tokens are drawn there. A plain value.
#pragma once

#include <vector>

namespace duo {

enum class ModelRole { Drafter, Refiner };

struct ScalePlan {
    ModelRole model = ModelRole::Drafter;
    double guidance = 4.0;     // cfg at full strength; scale i of K uses guidance * i / (K - 1)
    int topK = 600;            // 0 keeps all; a value above V keeps all
    double topP = 0.95;        // 0 keeps all; kept: the least set of tokens whose mass reaches topP
    double temperature = 1.0;  // > 0; divides the filtered logits
    bool operator==(const ScalePlan&) const = default;
};

// Consecutive scales begin … end - 1 that one model decodes in one session.
struct PlanRun {
    ModelRole model = ModelRole::Drafter;
    int begin = 0;
    int end = 0;
    // Whether a scale of the run uses guidance, so that the run needs unconditional rows. Scale 0
    // never does: its factor is 0.
    bool guided = false;
    bool operator==(const PlanRun&) const = default;
};

struct DecodePlan {
    std::vector<ScalePlan> scales;  // one a scale, coarse to fine

    // The drafter decodes the first `split` scales and the refiner the rest (0 <= split <=
    // scales.size()). Throws Error(Usage) on a split out of range.
    void assignSplit(int split);
    // The split this plan is, or -1 where its models alternate.
    int split() const;
    bool uses(ModelRole model) const;
    // The plan as runs, coarse to fine; of scales begin … end - 1 alone, a run is cut where they
    // begin and end, and `guided` speaks of the scales that are left.
    std::vector<PlanRun> runs() const;
    std::vector<PlanRun> runs(int begin, int end) const;
    // Throws Error(Usage) with a sentence that names the scale and the value; K: scales of the
    // model.
    void validate(int scaleCount) const;
    bool operator==(const DecodePlan&) const = default;

    // Sampling of the published CoDe pictures: top-k 600, top-p 0.95, cfg 4, temperature 1.1 on the
    // first 7 of 10 scales (the same share of other counts) and 1.0 after.
    static DecodePlan published(int scaleCount, int split);
};

}  // namespace duo
