#include "bench_report.h"

#include <algorithm>

#include "base/version.h"
#include "units.h"

namespace duo::cli {
namespace {

using Json = nlohmann::json;

constexpr const char* kOwners[kMemoryOwners] = {"drafter", "refiner", "vqvae"};
constexpr const char* kKinds[kMemoryKinds] = {"weights", "kv_cache", "activations"};

// The median, its values and their spread.
void addSample(Json& json, const std::string& name, const Sample& sample) {
    if (sample.values.empty()) return;
    json[name] = sample.median();
    json[name + "_all"] = sample.values;
    json[name + "_spread"] = sample.spread();
}

Json scaleJson(const ScaleSample& scale, int number, const MachinePeaks& peaks) {
    const double seconds = scale.transformer.median() / 1000;
    return {{"scale", number},
            {"side", scale.side},
            {"model", kOwners[scale.model == ModelRole::Drafter ? 0 : 1]},
            {"tokens", scale.tokens},
            {"prefill", scale.prefill},
            {"transformer_ms", scale.transformer.median()},
            {"sampling_ms", scale.sampling.median()},
            {"pyramid_ms", scale.pyramid.median()},
            {"kv_cache_bytes", scale.cacheBytes},
            {"peak_bytes", scale.peakBytes},
            {"roof_ms", 1000 * roofSeconds(scale.work, peaks)},
            {"flops", scale.work.flops},
            {"weight_bytes", scale.work.weightBytes},
            {"flops_per_second", perSecond(scale.work.flops, seconds)},
            {"weight_bytes_per_second", perSecond(scale.work.weightBytes, seconds)}};
}

Json memoryJson(const BenchResult& result) {
    Json json;
    for (int owner = 0; owner < kMemoryOwners; ++owner) {
        for (int kind = 0; kind < kMemoryKinds; ++kind) {
            json[kOwners[owner]][std::string(kKinds[kind]) + "_peak_bytes"] =
                result.memory.peakBytes[owner][kind];
        }
    }
    json["working_peak_bytes"] = result.workingPeakBytes;
    json["allocator_peak_bytes"] = result.memory.allocatorPeakBytes;
    json["resident_peak_bytes"] = result.residentPeakBytes;
    return json;
}

Json resultJson(const BenchReport& report, const BenchResult& result) {
    const double seconds = result.sampling.median();
    const Work work = result.work();
    Json json{{"split", result.setting.split},
              {"batch", result.setting.batch},
              {"overlap_prefill", result.setting.overlapPrefill},
              {"labels", result.labels},
              {"tokens", result.tokens()},
              {"tokens_per_second", perSecond(static_cast<double>(result.tokens()), seconds)},
              {"pictures_per_second", perSecond(result.setting.batch, seconds)},
              {"hand_over_ms", result.handOver.median()},
              {"roof_seconds", roofSeconds(result, report.peaks)},
              {"flops", work.flops},
              {"flops_per_second", perSecond(work.flops, seconds)},
              {"share_of_matrix_peak", perSecond(work.flops, seconds) / report.peaks.matrixFlops},
              {"weight_bytes", work.weightBytes},
              {"weight_bytes_per_second", perSecond(work.weightBytes, seconds)},
              {"memory", memoryJson(result)}};
    addSample(json, "sampling_seconds", result.sampling);
    addSample(json, "vqvae_seconds", result.vqvae);
    if (!result.vqvae.values.empty()) {
        json["vqvae_flops"] = result.vqvaeWork.flops;
        json["vqvae_flops_per_second"] = perSecond(result.vqvaeWork.flops, result.vqvae.median());
    }
    if (const auto times = speedUp(report, result)) json["speed_up_over_plain_var"] = *times;
    int number = 0;
    for (const ScaleSample& scale : result.scales) {
        json["scales"].push_back(scaleJson(scale, ++number, report.peaks));
    }
    return json;
}

Json sweepJson(const SweepResult& sweep) {
    Json json{{"splits", sweep.splits}, {"batch", sweep.batch}};
    addSample(json, "sampling_seconds", sweep.sweep);
    addSample(json, "plain_var_sampling_seconds", sweep.plain);
    addSample(json, "pictures_seconds", sweep.sweepPictures);
    addSample(json, "plain_var_picture_seconds", sweep.plainPictures);
    json["times_plain_var"] = perSecond(sweep.sweep.median(), sweep.plain.median());
    json["times_plain_var_with_pictures"] =
        perSecond(sweep.sweepPictures.median(), sweep.plainPictures.median());
    return json;
}

Json kernelJson(const KernelSample& sample) {
    return {{"operation", sample.operation},
            {"rows", sample.rows},
            {"fused_ms", sample.fused.median()},
            {"plain_ms", sample.plain.median()},
            {"times_faster", perSecond(sample.plain.median(), sample.fused.median())}};
}

Json errorJson(const LogitError& error) {
    return {{"relative_rms_error", error.relativeRms},
            {"divergence_nats", error.divergence},
            {"same_best_share", error.sameBest}};
}

Json logitErrorJson(const LogitErrorResult& result) {
    Json json = errorJson(result.all());
    json["split"] = result.setting.split;
    json["batch"] = result.setting.batch;
    for (const LogitErrorResult::Scale& scale : result.scales) {
        Json one = errorJson(scale.error);
        one["side"] = scale.side;
        one["model"] = kOwners[scale.model == ModelRole::Drafter ? 0 : 1];
        one["tokens"] = scale.tokens;
        json["scales"].push_back(one);
    }
    return json;
}

Json modelsJson(const LoadedFamily& family) {
    Json models;
    for (const ModelFacts& model : family.files) {
        models[kOwners[static_cast<int>(model.owner)]] = {{"what", model.file},
                                                          {"depth", model.depth},
                                                          {"width", model.width},
                                                          {"parameters", model.parameters},
                                                          {"weight_bytes", model.weightBytes}};
    }
    return models;
}

}  // namespace

double roofSeconds(const Work& work, const MachinePeaks& peaks) {
    return std::max(work.flops / peaks.matrixFlops, work.weightBytes / peaks.copyBytes);
}

double roofSeconds(const BenchResult& result, const MachinePeaks& peaks) {
    double seconds = 0;
    for (const ScaleSample& scale : result.scales) seconds += roofSeconds(scale.work, peaks);
    return seconds;
}

std::optional<double> speedUp(const BenchReport& report, const BenchResult& result) {
    for (const BenchResult& plain : report.results) {
        if (plain.setting.batch != result.setting.batch) continue;
        if (plain.setting.split != report.family.schedule.count()) continue;
        return perSecond(plain.sampling.median(), result.sampling.median());
    }
    return {};
}

Json benchJson(const BenchReport& report) {
    Json json{{"program", programName()},
              {"device", report.family.facts.device},
              {"threads", report.threads},
              {"precision", report.precision},
              {"cuda_graphs", report.cudaGraphs},
              {"models", modelsJson(report.family)},
              {"sides", report.family.facts.sides},
              {"picture_side", report.family.facts.pictureSide},
              {"seed", report.settings.seed},
              {"rng", report.settings.rng == RngKind::Published ? "reference" : "counter"},
              {"warmup", report.settings.warmup},
              {"repeats", report.settings.repeats},
              {"load_seconds", report.loadSeconds},
              {"load_resident_peak_bytes", report.loadPeakBytes},
              {"machine",
               {{"matrix_flops_per_second", report.peaks.matrixFlops},
                {"copy_bytes_per_second", report.peaks.copyBytes}}}};
    for (const BenchResult& result : report.results) {
        json["runs"].push_back(resultJson(report, result));
    }
    const Json& first = json["runs"].front();
    json["sampling_seconds"] = first["sampling_seconds"];
    json["vqvae_seconds"] = first.value("vqvae_seconds", Json());
    if (report.sweep) json["sweep"] = sweepJson(*report.sweep);
    for (const KernelSample& sample : report.kernels) json["kernels"].push_back(kernelJson(sample));
    for (const LogitErrorResult& result : report.logitErrors)
        json["logit_errors"].push_back(logitErrorJson(result));
    return json;
}

}  // namespace duo::cli
