// What evaluations take, as their options name it: a feature network, sets of pictures, a VQ-VAE to
// pass them through.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "eval/evaluate.h"

namespace duo::cli {

// Scenes of this seed are shown to no training of the demo family.
inline constexpr std::uint64_t kHeldOutSeed = 20'000'003;

// "auto": Inception where its published file lies in the folder of models, else the demo family's
// scene classifier; otherwise a file of either. Error(File), Error(Checkpoint).
std::unique_ptr<eval::FeatureExtractor> openFeatures(const std::string& asked,
                                                     const std::string& modelFolder,
                                                     at::Device device);

// "scenes" or "scenes:SEED" paints pictures of the demo family's classes in turn; else a folder or
// an .npz.
bool namesScenes(const std::string& name);
std::unique_ptr<eval::PictureSet> openPictures(const std::string& name, std::int64_t scenes);

// What a VQ-VAE makes of pictures: encoded, quantised at all scales, decoded. Its file names the
// scales, else they are the published ones. uint8 [B, H, W, 3] both.
std::function<at::Tensor(const at::Tensor& pictures_BHW3)> reconstructionBy(
    const std::string& vqvae, at::Device device);

}  // namespace duo::cli
