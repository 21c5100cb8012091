// The models that a benchmark measures: read from files, or random weights of true size.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "base/memory_ledger.h"
#include "bench/presets.h"
#include "engine/model_cache.h"

namespace duo {

// share: of what is loaded, 0 to 1, as ModelCache::Progress.
using BenchProgress = std::function<void(const std::string& what, double share)>;

// Loads files as the engine does.
LoadedFamily loadForBench(ModelCache& cache, const ModelFiles& files, const ComputeOptions& compute,
                          ModelNeeds needs, const BenchProgress& progress, std::stop_token stop);

// The published VQ-VAE and the needed models of the preset with random weights, without any file.
// Error(Memory) if the weights do not fit.
LoadedFamily randomFamily(const BenchPreset& preset, const ComputeOptions& compute,
                          ModelNeeds needs, std::uint64_t seed, MemoryLedger& ledger,
                          const BenchProgress& progress, std::stop_token stop);

}  // namespace duo
