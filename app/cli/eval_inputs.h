// Opens what the options of evaluations name: a feature network, sets of pictures, a VQ-VAE to pass
// them through.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "eval/evaluate.h"

namespace duo::cli {

// No training of the demo family uses scenes of this seed.
inline constexpr std::uint64_t kHeldOutSeed = 20'000'003;

// "auto": Inception if the model folder has its published file, or else the demo family's scene
// classifier. "demo": the latter. Any other text: a file of either. Error(File), Error(Checkpoint).
std::unique_ptr<eval::FeatureExtractor> openFeatures(const std::string& asked,
                                                     const std::string& modelFolder,
                                                     at::Device device);

// "scenes" or "scenes:SEED" paints pictures of the demo family's classes in turn; else a folder or
// an .npz.
bool namesScenes(const std::string& name);
std::unique_ptr<eval::PictureSet> openPictures(const std::string& name, std::int64_t scenes);

// Passes pictures through a VQ-VAE: encodes, quantises at all scales, decodes. The scales come from
// its file, or else are the published ones. uint8 [B, H, W, 3] both.
std::function<at::Tensor(const at::Tensor& pictures_BHW3)> reconstructionBy(
    const std::string& vqvae, at::Device device);

}  // namespace duo::cli
