// Measures repeated decodes of one family: time of the token walk and of the VQ-VAE apart, every
// scale by phase, memory by owner. Cases take turns, so that other load on the machine affects all
// of them alike.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <stop_token>
#include <vector>

#include "bench/work.h"
#include "decode/collaborative_decoder.h"
#include "engine/memory_meter.h"
#include "engine/model_cache.h"

namespace duo {

struct BenchCase {
    int split = 0;
    int batch = 1;
    DecodePlan plan;
    bool overlapPrefill = false;
};

struct BenchSettings {
    int warmup = 1;
    int repeats = 3;
    bool vqvae = true;  // also time its decode
    std::uint64_t seed = 1;
    RngKind rng = RngKind::Counter;
    bool smooth = false;
};

// Repeated measurements of one quantity.
struct Sample {
    std::vector<double> values;
    double median() const;
    double min() const;
    double max() const;
    double spread() const;  // (max - min) / median
};

// Milliseconds of one scale.
struct ScaleSample {
    int side = 0;
    ModelRole model = ModelRole::Drafter;
    std::int64_t tokens = 0;  // drawn over the batch
    bool prefill = false;
    std::int64_t cacheBytes = 0;
    std::int64_t peakBytes = 0;  // highest sum of the VARs' caches and activations
    Sample transformer, sampling, pyramid;
    Work work;
};

struct BenchResult {
    BenchCase setting;
    std::vector<int> labels;
    Sample sampling;  // seconds of the whole token walk, hand-over included
    Sample vqvae;     // seconds; empty if it was not asked for
    Sample handOver;  // milliseconds
    std::vector<ScaleSample> scales;
    Work vqvaeWork;
    MemorySnapshot memory;               // at the end, with the peaks of the run
    std::int64_t workingPeakBytes = 0;   // highest sum of the VARs' caches and activations
    std::int64_t residentPeakBytes = 0;  // of the process while it ran
    at::Tensor idx_BL;                   // the drawn tokens, the same in every repeat

    Work work() const;
    std::int64_t tokens() const;
};

// picture i of a batch has label (1 + 97 i) % classes
std::vector<int> benchLabels(int batch, int classes);

// The batch that a run of this case decodes.
DecodeBatch benchBatch(const LoadedFamily& family, const BenchCase& setting,
                       const BenchSettings& settings);

// Runs every case warmup + repeats times. progress: finished runs and all runs. Errors as
// decodeTokens.
std::vector<BenchResult> runBench(const LoadedFamily& family, const std::vector<BenchCase>& cases,
                                  const BenchSettings& settings, MemoryMeter& meter,
                                  const MemoryLedger& ledger,
                                  const std::function<void(int done, int all)>& progress,
                                  const std::stop_token& stop);

// A whole sweep, decoded as the engine does (the drafter's scales once for all splits), beside
// plain VAR.
struct SweepResult {
    std::vector<int> splits;
    int batch = 1;
    Sample sweep, plain;                  // seconds of the token walks
    Sample sweepPictures, plainPictures;  // seconds including the VQ-VAE and the pixels
};

SweepResult runSweepBench(const LoadedFamily& family, const std::vector<int>& splits,
                          const BenchCase& plain, const BenchSettings& settings, MemoryMeter& meter,
                          const std::function<void(int done, int all)>& progress,
                          const std::stop_token& stop);

}  // namespace duo
