// Runs decodes of one family again and again and keeps what they took: time of the token walk and
// of the VQ-VAE apart, every scale by phase, memory by owner. Cases take turns, so that whatever
// else the machine does falls on all of them.
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

// Several measurements of one thing.
struct Sample {
    std::vector<double> values;
    double median() const;
    double least() const;
    double most() const;
    double spread() const;  // (most - least) / median
};

// Milliseconds of one scale.
struct ScaleSample {
    int side = 0;
    ModelRole model = ModelRole::Drafter;
    std::int64_t tokens = 0;  // drawn over the batch
    bool prefill = false;
    std::int64_t cacheBytes = 0;
    std::int64_t peakBytes = 0;  // caches and activations of the VARs at their highest
    Sample transformer, sampling, pyramid;
    Work work;
};

struct BenchResult {
    BenchCase setting;
    std::vector<int> labels;
    Sample sampling;  // seconds of the whole token walk, hand-over included
    Sample vqvae;     // seconds; empty where it was not asked for
    Sample handOver;  // milliseconds
    std::vector<ScaleSample> scales;
    Work vqvaeWork;
    MemorySnapshot memory;               // at the end, with the peaks of the run
    std::int64_t workingPeakBytes = 0;   // caches and activations of the VARs at their highest
    std::int64_t residentPeakBytes = 0;  // of the process while it ran
    at::Tensor idx_BL;                   // what was drawn, the same in every repeat

    Work work() const;
    std::int64_t tokens() const;
};

// picture i of a batch has label (1 + 97 i) % classes
std::vector<int> benchLabels(int batch, int classes);

// What a run of this case decodes.
DecodeBatch benchBatch(const LoadedFamily& family, const BenchCase& setting,
                       const BenchSettings& settings);

// Runs every case warmup + repeats times. progress: runs done of all. Errors as decodeTokens.
std::vector<BenchResult> runBench(const LoadedFamily& family, const std::vector<BenchCase>& cases,
                                  const BenchSettings& settings, MemoryMeter& meter,
                                  const MemoryLedger& ledger,
                                  const std::function<void(int done, int all)>& progress,
                                  const std::stop_token& stop);

// A whole sweep as the engine makes it (the drafter's scales once for all splits) beside plain VAR.
struct SweepResult {
    std::vector<int> splits;
    int batch = 1;
    Sample sweep, plain;                  // seconds of their token walks
    Sample sweepPictures, plainPictures;  // seconds with the VQ-VAE and the pixels
};

SweepResult runSweepBench(const LoadedFamily& family, const std::vector<int>& splits,
                          const BenchCase& plain, const BenchSettings& settings, MemoryMeter& meter,
                          const std::function<void(int done, int all)>& progress,
                          const std::stop_token& stop);

}  // namespace duo
