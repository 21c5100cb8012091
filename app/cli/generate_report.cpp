#include "generate_report.h"

#include "base/version.h"
#include "units.h"

namespace duo::cli {
namespace {

constexpr const char* kOwners[kMemoryOwners] = {"drafter", "refiner", "vqvae"};
constexpr const char* kKinds[kMemoryKinds] = {"weights", "kv_cache", "activations"};

const char* roleText(ModelRole role) {
    return role == ModelRole::Drafter ? "drafter" : "refiner";
}

nlohmann::json scalesJson(const JobReport& report) {
    nlohmann::json scales = nlohmann::json::array();
    for (const ScaleTotals& scale : report.scales) {
        scales.push_back({{"scale", scale.scale + 1},
                          {"side", scale.side},
                          {"model", roleText(scale.model)},
                          {"tokens", scale.tokens},
                          {"prefill", scale.prefill},
                          {"transformer_ms", scale.transformerMs},
                          {"sampling_ms", scale.samplingMs},
                          {"pyramid_ms", scale.pyramidMs}});
    }
    return scales;
}

nlohmann::json modelTotalsJson(const JobReport& report) {
    nlohmann::json totals;
    for (const ModelRole role : {ModelRole::Drafter, ModelRole::Refiner}) {
        std::int64_t tokens = 0;
        double milliseconds = 0;
        for (const ScaleTotals& scale : report.scales) {
            if (scale.model != role) continue;
            tokens += scale.tokens;
            milliseconds += scale.transformerMs + scale.samplingMs + scale.pyramidMs;
        }
        totals[roleText(role)] = {{"tokens", tokens}, {"ms", milliseconds}};
    }
    return totals;
}

nlohmann::json memoryJson(const MemorySnapshot& memory) {
    nlohmann::json json;
    for (int owner = 0; owner < kMemoryOwners; ++owner) {
        for (int kind = 0; kind < kMemoryKinds; ++kind) {
            json[kOwners[owner]][kKinds[kind]] = {{"bytes", memory.bytes[owner][kind]},
                                                  {"peak_bytes", memory.peakBytes[owner][kind]}};
        }
    }
    json["allocator"] = {{"bytes", memory.allocatorBytes},
                         {"peak_bytes", memory.allocatorPeakBytes}};
    json["device"] = {{"total_bytes", memory.deviceTotalBytes},
                      {"free_bytes", memory.deviceFreeBytes}};
    return json;
}

nlohmann::json picturesJson(const std::vector<PictureFiles::Saved>& pictures) {
    nlohmann::json list = nlohmann::json::array();
    for (const PictureFiles::Saved& picture : pictures) {
        list.push_back({{"file", picture.file},
                        {"class", picture.label},
                        {"name", picture.labelName},
                        {"image", picture.image},
                        {"scale_files", picture.scaleFiles}});
    }
    return list;
}

nlohmann::json modelsJson(const ModelsLoaded& loaded) {
    nlohmann::json models;
    for (const ModelFacts& model : loaded.models) {
        models[kOwners[static_cast<int>(model.owner)]] = {{"file", model.file},
                                                          {"digest", model.digest},
                                                          {"parameters", model.parameters},
                                                          {"weight_bytes", model.weightBytes}};
    }
    return models;
}

}  // namespace

nlohmann::json reportJson(const JobReport& report, const ModelsLoaded& models, std::uint64_t seed,
                          int split, const std::vector<PictureFiles::Saved>& pictures) {
    return {{"program", programName()},
            {"device", models.family.device},
            {"models", modelsJson(models)},
            {"seed", seed},
            {"split", split},
            {"pictures", picturesJson(pictures)},
            {"batches", report.batches},
            {"scales", scalesJson(report)},
            {"by_model", modelTotalsJson(report)},
            {"ms",
             {{"load", models.milliseconds},
              {"decode", report.decodeMs},
              {"hand_over", report.handOverMs},
              {"prefill", report.prefillMs},
              {"vqvae", report.vqvaeMs},
              {"preview", report.previewMs},
              {"total", report.totalMs}}},
            {"hand_over_freed_bytes", report.handOverFreedBytes},
            {"memory", memoryJson(report.memory)}};
}

std::string reportText(const JobReport& report) {
    const double seconds = report.totalMs / 1000;
    return std::to_string(report.pictures) +
           (report.pictures == 1 ? " picture in " : " pictures in ") + secondsText(seconds) +
           ": decoding " + secondsText(report.decodeMs / 1000) + ", VQ-VAE " +
           secondsText(report.vqvaeMs / 1000) + " (" + rateText(report.pictures, seconds) + ").";
}

}  // namespace duo::cli
