#include "engine/batch_fit.h"

#include <algorithm>
#include <vector>

#include "engine/memory_meter.h"

namespace duo {
namespace {

constexpr std::int64_t kRows = 2;  // a guided picture's
constexpr std::int64_t kFloat = sizeof(float);
// Feature maps that the VQ-VAE's decoder holds at once where they are largest; measured.
constexpr std::int64_t kFeatureMaps = 6;

// Of one token: the residual stream, then the largest of qkv with its heads, the inner layer, and
// the logits with what drawing makes of them.
std::int64_t tokenBytes(const VarGeometry& g) {
    const std::int64_t width = g.width;
    const std::int64_t heads = 3 * width + 3 * width, inner = g.mlpWidth + 2 * width;
    const std::int64_t logits = 2 * std::int64_t{g.vocabulary} + 2 * width;
    const std::int64_t codes = 4 * std::int64_t{g.codeChannels};  // the pyramid and its next map
    return kFloat * (2 * width + codes + std::max({heads, inner, logits}));
}

// Successive scales begin … end - 1 of one model.
struct ScaleRun {
    const VarTransformer* model;
    int begin, end;
};

std::vector<ScaleRun> runsOf(const ModelFamily& models, const DecodePlan& plan) {
    const int count = static_cast<int>(plan.scales.size());
    std::vector<ScaleRun> runs;
    for (int begin = 0, end = 0; begin < count; begin = end) {
        const ModelRole role = plan.scales[begin].model;
        for (end = begin + 1; end < count && plan.scales[end].model == role; ++end) {
        }
        runs.push_back({&models.model(role), begin, end});
    }
    return runs;
}

// Of one model's session that has at most so many tokens at work at once.
std::int64_t sessionBytes(const ScaleRun& run, std::int64_t tokens) {
    const VarGeometry& g = run.model->geometry();
    const std::int64_t adaLn = kFloat * kRows * g.width * (6 * std::int64_t{g.depth} + 2);
    return run.model->cacheBytes(kRows, run.end) + kRows * tokens * tokenBytes(g) + adaLn;
}

// All scales before the run are read at once, with the first of its own.
std::int64_t runBytes(const ScaleRun& run) {
    const ScaleSchedule& schedule = run.model->geometry().schedule;
    std::int64_t tokens = run.begin > 0 ? schedule.offset(run.begin + 1) : 0;
    for (int scale = run.begin; scale < run.end; ++scale)
        tokens = std::max<std::int64_t>(tokens, schedule.tokens(scale));
    return sessionBytes(run, tokens);
}

// While the run before it is at work: at most all scales before it wait to be read.
std::int64_t bytesAhead(const ScaleRun& run) {
    return sessionBytes(run, run.model->geometry().schedule.offset(run.begin));
}

std::int64_t vqvaeBytes(const VqVae& vqvae, const ScaleSchedule& schedule) {
    const VqVaeGeometry& g = vqvae.geometry();
    const std::int64_t side = std::int64_t{schedule.latentSide()} * g.downsample();
    return kFloat * side * side * g.baseWidth * g.multipliers.front() * kFeatureMaps;
}

}  // namespace

std::int64_t pictureBytes(const ModelFamily& models, const DecodePlan& plan, bool overlapPrefill) {
    const std::vector<ScaleRun> runs = runsOf(models, plan);
    std::int64_t most = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const bool ahead = overlapPrefill && i + 1 < runs.size();
        most = std::max(most, runBytes(runs[i]) + (ahead ? bytesAhead(runs[i + 1]) : 0));
    }
    const VarTransformer& any = models.model(plan.scales.front().model);
    // a quarter for what is too small to be listed
    return std::max(most, vqvaeBytes(*models.vqvae, any.geometry().schedule)) / 4 * 5;
}

std::int64_t spareBytes(at::Device device) {
    return MemoryMeter::freeBytes(device) / 10 * 9;
}

std::int64_t bytesToBring(const ModelFamily& models) {
    std::int64_t most = models.vqvae->bytesToLoad();
    for (const auto& model : {models.drafter, models.refiner})
        if (model != nullptr) most = std::max(most, model->bytesToLoad());
    return most;
}

int fittingBatch(int asked, std::int64_t pictureBytes, std::int64_t spareBytes) {
    const std::int64_t fits = spareBytes / std::max<std::int64_t>(pictureBytes, 1);
    return static_cast<int>(std::clamp<std::int64_t>(fits, 1, asked));
}

}  // namespace duo
