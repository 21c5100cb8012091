#include "engine/batch_fit.h"

#include <algorithm>

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

// Scales begin … end - 1 by one model, which reads all before them at once.
std::int64_t runBytes(const VarTransformer& model, int begin, int end) {
    const VarGeometry& g = model.geometry();
    std::int64_t tokens = begin > 0 ? g.schedule.offset(begin + 1) : 0;
    for (int scale = begin; scale < end; ++scale)
        tokens = std::max<std::int64_t>(tokens, g.schedule.tokens(scale));
    const std::int64_t adaLn = kFloat * kRows * g.width * (6 * std::int64_t{g.depth} + 2);
    return model.cacheBytes(kRows, end) + kRows * tokens * tokenBytes(g) + adaLn;
}

std::int64_t vqvaeBytes(const VqVae& vqvae, const ScaleSchedule& schedule) {
    const VqVaeGeometry& g = vqvae.geometry();
    const std::int64_t side = std::int64_t{schedule.latentSide()} * g.downsample();
    return kFloat * side * side * g.baseWidth * g.multipliers.front() * kFeatureMaps;
}

}  // namespace

std::int64_t pictureBytes(const ModelFamily& models, const DecodePlan& plan) {
    const int count = static_cast<int>(plan.scales.size());
    std::int64_t most = 0;
    for (int begin = 0, end = 0; begin < count; begin = end) {
        const ModelRole role = plan.scales[begin].model;
        for (end = begin + 1; end < count && plan.scales[end].model == role; ++end) {
        }
        most = std::max(most, runBytes(models.model(role), begin, end));
    }
    const VarTransformer& any = models.model(plan.scales.front().model);
    // a quarter for what is too small to be listed
    return std::max(most, vqvaeBytes(*models.vqvae, any.geometry().schedule)) / 4 * 5;
}

std::int64_t spareBytes(at::Device device) {
    return MemoryMeter::freeBytes(device) / 10 * 9;
}

std::int64_t bytesToBring(const ModelFamily& models) {
    std::int64_t most = 0;
    for (const auto& model : {models.drafter, models.refiner})
        if (model != nullptr) most = std::max(most, model->bytesToBring());
    return most;
}

int fittingBatch(int asked, std::int64_t pictureBytes, std::int64_t spareBytes) {
    const std::int64_t fits = spareBytes / std::max<std::int64_t>(pictureBytes, 1);
    return static_cast<int>(std::clamp<std::int64_t>(fits, 1, asked));
}

}  // namespace duo
