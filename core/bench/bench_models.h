// The models that a benchmark measures: read from files, or made of random weights at true size.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "base/memory_ledger.h"
#include "bench/presets.h"
#include "engine/model_cache.h"

namespace duo {

// share: 0 to 1 of what is loaded, as ModelCache tells it.
using BenchProgress = std::function<void(const std::string& what, double share)>;

// As the engine loads files.
LoadedFamily loadForBench(ModelCache& cache, const ModelFiles& files, const ComputeOptions& compute,
                          ModelNeeds needs, const BenchProgress& progress, std::stop_token stop);

// The published VQ-VAE and what is needed of the preset, without any file. Error(Memory) where the
// weights do not fit.
LoadedFamily randomFamily(const BenchPreset& preset, const ComputeOptions& compute,
                          ModelNeeds needs, std::uint64_t seed, MemoryLedger& ledger,
                          const BenchProgress& progress, std::stop_token stop);

}  // namespace duo
