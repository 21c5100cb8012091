#include "state/run.h"

#include <algorithm>

namespace duo::ui {

GenerationRequest withoutModels(GenerationRequest request) {
    for (ScalePlan& scale : request.plan.scales) scale.model = ModelRole::Drafter;
    request.previews = PreviewKind::None;
    request.insight = 0;
    request.wantTrace = false;
    return request;
}

namespace {

// -1 if there is none.
int finest(const std::vector<QImage>& scales) {
    const auto found = std::find_if(scales.rbegin(), scales.rend(),
                                    [](const QImage& image) { return !image.isNull(); });
    return static_cast<int>(scales.rend() - found) - 1;
}

}  // namespace

std::vector<std::int32_t> Picture::allTokens() const {
    std::vector<std::int32_t> all;
    for (const std::vector<std::int32_t>& scale : tokens) {
        if (scale.empty()) return {};
        all.insert(all.end(), scale.begin(), scale.end());
    }
    return all;
}

QImage Picture::at(int k) const {
    const int last = std::max(scaleCount(), static_cast<int>(scales.size())) - 1;
    if ((k < 0 || k >= last) && !final.isNull()) return final;
    const int scale = k < 0 ? finest(scales) : std::min(k, last);
    return scale >= 0 && scale < static_cast<int>(scales.size()) ? scales[scale] : QImage();
}

int Picture::scaleAt(int k) const {
    if (k < 0 && final.isNull()) return finest(scales);
    return k < 0 ? scaleCount() - 1 : std::min(k, scaleCount() - 1);
}

MemorySnapshot withWeightsOf(const std::vector<ModelFacts>& models, MemorySnapshot memory) {
    constexpr auto kWeights = static_cast<std::size_t>(MemoryKind::Weights);
    for (auto& kinds : memory.bytes) kinds[kWeights] = 0;
    for (const ModelFacts& model : models) {
        memory.bytes[static_cast<std::size_t>(model.owner)][kWeights] += model.weightBytes;
    }
    return memory;
}

}  // namespace duo::ui
