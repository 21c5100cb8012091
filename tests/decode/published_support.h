// Plans, seeds and parts of results as the fixtures of the published code have them.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "decode/decode_support.h"

namespace duo::test {

inline at::Tensor everyEighth(const at::Tensor& logits) {
    return logits.slice(2, 0, at::nullopt, 8);
}

inline at::Tensor partOf(const at::Tensor& picture) {
    return picture.slice(2, 3, at::nullopt, 7).slice(3, 3, at::nullopt, 7);
}

inline DecodePlan planOf(const Fixture& fixture, const std::string& settings, int scales,
                         int split) {
    const auto value = [&](const std::string& name, int scale) {
        const at::Tensor all = fixture[settings + name];
        const double v = all[std::min<std::int64_t>(scale, all.size(0) - 1)].item<double>();
        return std::round(v * 1e6) / 1e6;  // doubles there, floats in the file
    };
    DecodePlan plan;
    for (int scale = 0; scale < scales; ++scale) {
        plan.scales.push_back({.guidance = value("cfg", 0),
                               .topK = static_cast<int>(value("top_k", scale)),
                               .topP = value("top_p", 0)});
    }
    plan.assignSplit(split);
    return plan;
}

inline void setTemperatures(DecodePlan& plan, const at::Tensor& temperatures) {
    for (std::size_t k = 0; k < plan.scales.size(); ++k) {
        plan.scales[k].temperature =
            std::round(temperatures[static_cast<std::int64_t>(k)].item<double>() * 1e6) / 1e6;
    }
}

inline DecodeBatch seeded(DecodePlan plan, std::vector<int> labels, RngKind rng, double seed) {
    DecodeBatch batch = batchOf(std::move(plan), std::move(labels), rng);
    for (DrawKey& key : batch.keys) key.seed = static_cast<std::uint64_t>(seed);
    return batch;
}

}  // namespace duo::test
