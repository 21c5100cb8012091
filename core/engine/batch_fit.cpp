#include "engine/batch_fit.h"

#include <algorithm>
#include <vector>

#include "engine/memory_meter.h"

namespace duo {
namespace {

constexpr std::int64_t kFloat = sizeof(float);
// Largest feature maps that the VQ-VAE's decoder holds at once; measured.
constexpr std::int64_t kFeatureMaps = 6;

// A token of one row: the residual stream, then the largest of qkv with its heads, the inner layer,
// and the logits with the draw's copies of them.
std::int64_t rowTokenBytes(const VarGeometry& g) {
    const std::int64_t width = g.width;
    const std::int64_t heads = 3 * width + 3 * width, inner = g.mlpWidth + 2 * width;
    const std::int64_t logits = 2 * std::int64_t{g.vocabulary} + 2 * width;
    return kFloat * (2 * width + std::max({heads, inner, logits}));
}

// A token of one picture in the pyramid and its next map, whatever the number of rows.
std::int64_t pictureTokenBytes(const VarGeometry& g) {
    return kFloat * 8 * g.codeChannels;
}

// The session of a run that computes at most this many tokens at once.
std::int64_t sessionBytes(const VarTransformer& model, const PlanRun& run, std::int64_t tokens) {
    const VarGeometry& g = model.geometry();
    const std::int64_t rows = run.guided ? 2 : 1;
    const std::int64_t adaLn = kFloat * rows * g.width * (6 * std::int64_t{g.depth} + 2);
    return model.cacheBytes(rows, run.end) +
           tokens * (rows * rowTokenBytes(g) + pictureTokenBytes(g)) + adaLn;
}

// The entry reads all scales before the run together with the first of its own.
std::int64_t runBytes(const VarTransformer& model, const PlanRun& run) {
    const ScaleSchedule& schedule = model.geometry().schedule;
    std::int64_t tokens = run.begin > 0 ? schedule.offset(run.begin + 1) : 0;
    for (int scale = run.begin; scale < run.end; ++scale)
        tokens = std::max<std::int64_t>(tokens, schedule.tokens(scale));
    return sessionBytes(model, run, tokens);
}

// The session of a run while the run before it is decoded: at most all scales before it are read at
// once.
std::int64_t bytesAhead(const VarTransformer& model, const PlanRun& run) {
    return sessionBytes(model, run, model.geometry().schedule.offset(run.begin));
}

std::int64_t vqvaeBytes(const VqVae& vqvae, const ScaleSchedule& schedule) {
    const VqVaeGeometry& g = vqvae.geometry();
    const std::int64_t side = std::int64_t{schedule.latentSide()} * g.downsample();
    return kFloat * side * side * g.baseWidth * g.multipliers.front() * kFeatureMaps;
}

}  // namespace

std::int64_t pictureBytes(const ModelFamily& models, const ScaleSchedule& schedule,
                          const std::vector<PlanRun>& runs, bool overlapPrefill) {
    std::int64_t most = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        std::int64_t bytes = runBytes(models.model(runs[i].model), runs[i]);
        if (overlapPrefill && i + 1 < runs.size()) {
            bytes += bytesAhead(models.model(runs[i + 1].model), runs[i + 1]);
        }
        most = std::max(most, bytes);
    }
    // a quarter more for everything too small to be listed
    return std::max(most, vqvaeBytes(*models.vqvae, schedule)) / 4 * 5;
}

std::int64_t spareBytes(at::Device device) {
    return MemoryMeter::freeBytes(device) / 10 * 9;
}

std::int64_t bytesToLoad(const ModelFamily& models) {
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
