#include "state/run.h"

#include <algorithm>

namespace duo::ui {
namespace {

QImage finest(const std::vector<QImage>& scales) {
    const auto found = std::find_if(scales.rbegin(), scales.rend(),
                                    [](const QImage& image) { return !image.isNull(); });
    return found == scales.rend() ? QImage() : *found;
}

}  // namespace

QImage Picture::at(int k) const {
    if (k < 0) return final.isNull() ? finest(scales) : final;
    const int last = std::max(scaleCount(), static_cast<int>(scales.size())) - 1;
    if (k >= last && !final.isNull()) return final;
    const int scale = std::min(k, last);
    return scale >= 0 && scale < static_cast<int>(scales.size()) ? scales[scale] : QImage();
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
