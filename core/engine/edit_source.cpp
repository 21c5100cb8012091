#include "engine/edit_source.h"

#include <algorithm>

#include "base/error.h"
#include "engine/prefix_fit.h"
#include "engine/tensor_values.h"

namespace duo {
namespace {

// -> [3, H, W] fp32 in [0, 1]
at::Tensor toImage(const Pixels& pixels) {
    return at::from_blob(const_cast<std::uint8_t*>(pixels.rgb.data()),
                         {pixels.height, pixels.width, 3}, at::kByte)
        .permute({2, 0, 1})
        .to(at::kFloat)
        .div(255);
}

// -> [H, W] fp32: 1 drawn, 0 kept
at::Tensor toTensor(const PictureMask& mask) {
    std::vector<std::uint8_t> drawn = drawnPixels(mask);
    return at::from_blob(drawn.data(), {mask.height, mask.width}, at::kByte).to(at::kFloat);
}

// Share of the drawn picture at each pixel: 1 where it is drawn, falling to 0 at feather + 1 pixels
// from there. -> [1, H, W]
at::Tensor featheredShare(const at::Tensor& drawn_HW, int feather) {
    at::Tensor share_11HW = drawn_HW.view({1, 1, drawn_HW.size(0), drawn_HW.size(1)});
    at::Tensor reached_11HW = share_11HW;
    for (int pixel = 1; pixel <= feather; ++pixel) {
        // Squares and crosses in turn, so that the edge of a point is nearly round.
        if (pixel % 2 == 0) {
            reached_11HW = at::max_pool2d(reached_11HW, {3, 3}, {1, 1}, {1, 1});
        } else {
            reached_11HW = at::max(at::max_pool2d(reached_11HW, {3, 1}, {1, 1}, {1, 0}),
                                   at::max_pool2d(reached_11HW, {1, 3}, {1, 1}, {0, 1}));
        }
        const double level = 1 - static_cast<double>(pixel) / (feather + 1);
        share_11HW = at::max(share_11HW, reached_11HW * level);
    }
    return share_11HW[0];
}

void requireSize(const PictureEdit& edit, int side) {
    if (edit.mask.width == side && edit.mask.height == side) return;
    throw Error(ErrorKind::Usage,
                "The models make pictures of " + std::to_string(side) + " x " +
                    std::to_string(side) + " pixels, but the mask and the picture to edit have " +
                    std::to_string(edit.mask.width) + " x " + std::to_string(edit.mask.height) +
                    ".",
                "Resize or crop the picture first.");
}

std::vector<std::int32_t> encoded(const at::Tensor& original_3HW, const LoadedFamily& family) {
    const VqVae& vqvae = *family.models.vqvae;
    const at::Tensor image_13HW = original_3HW.unsqueeze(0).mul(2).sub(1).to(family.device);
    const auto idx_1l = vqvae.quantizer().tokens(family.schedule, vqvae.encode(image_13HW));
    return listOf<std::int32_t>(at::cat(idx_1l, 1));
}

}  // namespace

EditSource::EditSource(const PictureEdit& edit, const LoadedFamily& family) : tokens_(edit.source) {
    const c10::InferenceMode inference;
    requireSize(edit, family.facts.pictureSide);
    at::Tensor original_3HW;
    if (edit.original.width > 0) original_3HW = toImage(edit.original);
    if (tokens_.empty()) {
        tokens_ = encoded(original_3HW, family);
    } else {
        requireCodesFit(
            {family.schedule.count(), family.schedule.sides(), {tokens_}, edit.vqvaeDigest},
            family);
    }
    const at::Tensor drawn_HW = toTensor(edit.mask);
    mix_ = std::make_shared<const SourceMix>(
        edit.mix, family.models.vqvae->quantizer(), family.schedule,
        at::tensor(std::vector<std::int64_t>(tokens_.begin(), tokens_.end()), at::kLong), drawn_HW);
    if (edit.feather < 0) return;
    original_3HW_ = original_3HW.to(family.device);
    share_1HW_ = featheredShare(drawn_HW, edit.finished ? 0 : edit.feather).to(family.device);
}

at::Tensor EditSource::composited(const at::Tensor& image_B3HW) const {
    if (!original_3HW_.defined()) return image_B3HW;
    return image_B3HW * share_1HW_ + original_3HW_ * (1 - share_1HW_);
}

}  // namespace duo
