// Converts a run's memory samples into stacked layers. A sample at the end of a scale holds the
// scale's peak of activations, so it applies to the time since the previous sample.
#pragma once

#include <vector>

#include "state/run.h"

namespace duo::ui {

struct MemoryLayer {
    MemoryOwner owner = MemoryOwner::Drafter;
    MemoryKind kind = MemoryKind::Weights;
    bool operator==(const MemoryLayer&) const = default;
};

struct HandOverMark {
    double ms = 0;
    int nextScale = 0;
    std::int64_t freedBytes = 0;  // KV caches freed with the ended session
};

// The run's samples by time; a finished run ends with the VQ-VAE's decode.
std::vector<MemoryPoint> memoryByTime(const Run& run);
// The newest end-of-scale sample of each scale, ordered by scale.
std::vector<MemoryPoint> memoryByScale(const std::vector<MemoryPoint>& byTime);
// Layers with bytes in any sample, bottom first: weights, caches, activations.
std::vector<MemoryLayer> memoryLayers(const std::vector<MemoryPoint>& points);
std::vector<HandOverMark> handOvers(const std::vector<MemoryPoint>& byTime);

}  // namespace duo::ui
