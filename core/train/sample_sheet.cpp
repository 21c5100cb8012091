#include "train/sample_sheet.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>

namespace duo::train {
namespace {

constexpr std::int64_t kMaxClasses = 16, kMaxColumns = 8;
// Small, because a large model's KV caches share memory with its training.
constexpr std::int64_t kBatch = 4;
constexpr std::uint64_t kSeed = 1;
constexpr std::uint8_t kPaper = 255;

// Pictures first … first + count - 1 -> [count, 3, H, W] in [0, 1]
at::Tensor draw(const SampleSheet& sheet, const DecodePlan& plan, std::int64_t first,
                std::int64_t count) {
    DecodeBatch batch;
    batch.plan = plan;
    for (std::int64_t i = first; i < first + count; ++i) {
        batch.labels.push_back(sheet.classes[i]);
        batch.keys.push_back({kSeed, static_cast<std::uint32_t>(i)});
    }
    TokenPyramid pyramid = emptyPyramid(sheet.family, batch);
    for (const at::Tensor& idx_Bl : sheet.given_Bl) pyramid.add(idx_Bl.narrow(0, first, count));
    SilentObserver observer;
    pyramid = decodeScales(sheet.family, batch, std::move(pyramid), sheet.scales, observer, {});
    return sheet.family.vqvae->decode(pyramid.latent());
}

// [B, 3, H, W] in [0, 1] -> [H', W', 3] uint8, in as few rows as possible
at::Tensor grid(const at::Tensor& image_B3HW) {
    const std::int64_t count = image_B3HW.size(0), rows = (count + kMaxColumns - 1) / kMaxColumns;
    const std::int64_t columns = (count + rows - 1) / rows;
    const std::int64_t height = image_B3HW.size(2), width = image_B3HW.size(3);
    at::Tensor sheet = at::full({rows * height, columns * width, 3}, kPaper, at::kByte);
    const at::Tensor bytes_BHW3 = pictureBytes(image_B3HW);
    for (std::int64_t i = 0; i < count; ++i) {
        sheet.narrow(0, i / columns * height, height)
            .narrow(1, i % columns * width, width)
            .copy_(bytes_BHW3[i]);
    }
    return sheet;
}

}  // namespace

std::vector<int> sheetClasses(int classes) {
    const std::int64_t shown = std::min<std::int64_t>(classes, kMaxClasses);
    std::vector<int> chosen;
    for (std::int64_t i = 0; i < shown; ++i)
        chosen.push_back(static_cast<int>(i * classes / shown));
    return chosen;
}

at::Tensor drawSampleSheet(const SampleSheet& sheet) {
    const c10::InferenceMode inference;
    const VarTransformer& model =
        *(sheet.family.drafter ? sheet.family.drafter : sheet.family.refiner);
    DecodePlan plan = DecodePlan::published(model.geometry().schedule.count(), sheet.split);
    if (!sheet.guided) {
        for (ScalePlan& scale : plan.scales) scale.guidance = 0;
    }
    const auto count = static_cast<std::int64_t>(sheet.classes.size());
    std::vector<at::Tensor> images;
    for (std::int64_t first = 0; first < count; first += kBatch)
        images.push_back(draw(sheet, plan, first, std::min(kBatch, count - first)));
    return grid(at::cat(images));
}

}  // namespace duo::train
