// A hand-made run: ten scales, the first eight by the drafter, with figures that a test can compute
// from the scale's number.
#pragma once

#include "state/run.h"

namespace duo::ui::test {

inline constexpr int kSides[] = {1, 2, 3, 4, 5, 6, 8, 10, 13, 16};
inline constexpr std::int64_t kMB = 1024 * 1024;

inline void hold(MemorySnapshot& memory, MemoryOwner owner, MemoryKind kind, std::int64_t bytes) {
    memory.bytes[static_cast<int>(owner)][static_cast<int>(kind)] = bytes;
}

// Weights of all three, the cache of the running model, and the scale's peak of activations.
inline MemorySnapshot memoryAt(ModelRole model, std::int64_t activations, std::int64_t cache) {
    MemorySnapshot memory;
    const auto owner = model == ModelRole::Drafter ? MemoryOwner::Drafter : MemoryOwner::Refiner;
    hold(memory, MemoryOwner::Drafter, MemoryKind::Weights, 150 * kMB);
    hold(memory, MemoryOwner::Refiner, MemoryKind::Weights, 40 * kMB);
    hold(memory, MemoryOwner::VqVae, MemoryKind::Weights, 25 * kMB);
    hold(memory, owner, MemoryKind::KvCache, cache);
    hold(memory, owner, MemoryKind::Activations, activations);
    memory.allocatorBytes = 220 * kMB + cache;
    memory.deviceTotalBytes = 8192 * kMB;
    memory.deviceFreeBytes = 6000 * kMB;
    return memory;
}

inline ScaleFigures scaleAt(int k, ModelRole model, bool prefill) {
    ScaleFigures scale;
    scale.done = true;
    scale.side = kSides[k];
    scale.model = model;
    scale.prefill = prefill;
    scale.tokens = std::int64_t{4} * kSides[k] * kSides[k];
    const double size = kSides[k] * kSides[k];
    const double speed = model == ModelRole::Drafter ? 0.30 : 0.08;
    scale.transformerMs = 6 + speed * size + (prefill ? 14 : 0);
    scale.samplingMs = 1 + 0.03 * size;
    scale.pyramidMs = 1.5;
    scale.ms = scale.transformerMs + scale.samplingMs + scale.pyramidMs;
    return scale;
}

// split: scales of the drafter, 0 … 10. Marked as done, including the VQ-VAE.
inline RunPtr someRun(int split) {
    auto run = std::make_shared<Run>();
    run->state = RunState::Done;
    double ms = 0;
    std::int64_t peak = 0;
    for (int k = 0; k < 10; ++k) {
        const ModelRole model = k < split ? ModelRole::Drafter : ModelRole::Refiner;
        const std::int64_t cache = model == ModelRole::Drafter ? 96 * kMB : 40 * kMB;
        if (k == split && k > 0) {
            MemorySnapshot freed = memoryAt(model, 0, 0);
            freed.allocatorPeakBytes = peak;
            run->memory.push_back({ms + 0.5, k - 1, true, freed});
        }
        run->scales.push_back(scaleAt(k, model, k == split && k > 0));
        ms += run->scales.back().ms;
        MemorySnapshot memory =
            memoryAt(model, (4 + k * k / (model == ModelRole::Drafter ? 1 : 3)) * kMB, cache);
        peak = std::max(peak, memory.allocatorBytes + (6 + k * k) * kMB);
        memory.allocatorPeakBytes = peak;
        run->memory.push_back({ms, k, false, memory});
    }
    run->report.batches = 1;
    run->report.decodeMs = ms;
    run->report.vqvaeMs = 60;
    run->report.memory = memoryAt(ModelRole::Refiner, 0, 0);
    hold(run->report.memory, MemoryOwner::VqVae, MemoryKind::Activations, 120 * kMB);
    run->report.memory.allocatorPeakBytes = std::max(peak, 345 * kMB);
    return run;
}

}  // namespace duo::ui::test
