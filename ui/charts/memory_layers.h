// From a run's memory samples to what is stacked in a chart. A sample that ends a scale carries the
// activations the scale rose to, so it holds for the time since the sample before it.
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
    std::int64_t freedBytes = 0;  // caches that went with the session that ended
};

// The run's samples by time, with the VQ-VAE's decode at the end where the run is done.
std::vector<MemoryPoint> memoryByTime(const Run& run);
// The newest sample that ended each scale, by scale.
std::vector<MemoryPoint> memoryByScale(const std::vector<MemoryPoint>& byTime);
// What holds bytes in any sample, lowest first: weights, then caches, then activations.
std::vector<MemoryLayer> memoryLayers(const std::vector<MemoryPoint>& points);
std::vector<HandOverMark> handOvers(const std::vector<MemoryPoint>& byTime);

}  // namespace duo::ui
