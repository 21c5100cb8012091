// The picture that an edit starts from, as the decoder and the finished pictures need it.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "decode/source_mix.h"
#include "engine/model_cache.h"

namespace duo {

class EditSource {
  public:
    // Encodes the original if the edit has no token maps. Error(Usage) if mask or tokens do not go
    // with the models; Error(Checkpoint) for tokens of another VQ-VAE. edit: active and valid.
    EditSource(const PictureEdit& edit, const LoadedFamily& family);

    const std::shared_ptr<const SourceMix>& mix() const { return mix_; }
    const std::vector<std::int32_t>& tokens() const { return tokens_; }  // L
    // image: [B, 3, H, W] in [0, 1] -> with the original's pixels where they are kept, fading over
    // the feather; the same if kept pixels stay reconstructions.
    at::Tensor composited(const at::Tensor& image_B3HW) const;

  private:
    std::vector<std::int32_t> tokens_;
    std::shared_ptr<const SourceMix> mix_;
    at::Tensor original_3HW_;  // in [0, 1]; undefined if no pixels are kept
    at::Tensor share_1HW_;     // of the drawn picture, in [0, 1]
};

}  // namespace duo
