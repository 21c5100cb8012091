// The report of `bench`: tables for people, or one JSON object.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

#include "bench/bench.h"
#include "bench/kernel_bench.h"
#include "bench/logit_error.h"
#include "bench/machine_peaks.h"

namespace duo::cli {

struct BenchReport {
    std::string models;     // "VAR-d30 and VAR-d16, random weights"
    std::string precision;  // "bf16"
    int threads = 0;        // of the processor
    bool cudaGraphs = false;
    BenchSettings settings;
    MachinePeaks peaks;
    double loadSeconds = 0;
    std::int64_t loadPeakBytes = 0;  // resident, until everything was loaded
    LoadedFamily family;
    std::vector<BenchResult> results;  // at least one
    std::optional<SweepResult> sweep;
    std::vector<KernelSample> kernels;          // if requested
    std::vector<LogitErrorResult> logitErrors;  // if requested
};

// Names and units are a stable interface: …_seconds, …_ms, …_bytes, flops_per_second.
nlohmann::json benchJson(const BenchReport& report);
std::string benchText(const BenchReport& report);

// The least seconds that the machine's peaks allow: the operations at its matrix product or the
// weights' bytes at its copy, whichever takes longer.
double roofSeconds(const Work& work, const MachinePeaks& peaks);
// All scales one after another.
double roofSeconds(const BenchResult& result, const MachinePeaks& peaks);

// Speed-up over plain VAR of the same batch in the same run; empty if that was not measured.
std::optional<double> speedUp(const BenchReport& report, const BenchResult& result);

}  // namespace duo::cli
