// A small convolutional network that classifies the demo family's scenes. Its averaged last maps
// (128 values per picture) are the features for comparing pictures of the family. Pictures of other
// sizes are resized to 128 x 128.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "eval/feature_extractor.h"
#include "model/nn_conv.h"

namespace duo::eval {

inline constexpr int kClassifierSide = 128;
inline constexpr int kClassifierFeatures = 128;
inline constexpr const char* kClassifierFile = "classifier.safetensors";  // in a family's folder

// Names and shapes of the weights.
std::vector<TensorSpec> classifierSpecs(int classes);

class SceneClassifier final : public FeatureExtractor {
  public:
    // Takes every tensor of classifierSpecs(classes).
    SceneClassifier(int classes, StateDict weights);
    ~SceneClassifier() override;

    struct Output {
        at::Tensor features_BF, logits_BK;
    };
    // image: [B, 3, 128, 128] in [-1, 1]; differentiable.
    Output forward(const at::Tensor& image_B3HW) const;
    const NamedTensors& parameters() const { return parameters_; }
    at::Device device() const;

    Features operator()(const at::Tensor& pictures_BHW3) const override;
    std::string name() const override { return "scene classifier"; }
    bool knowsLabels() const override { return true; }
    int classes() const override { return classes_; }

  private:
    struct Modules;
    int classes_;
    std::unique_ptr<Modules> modules_;
    NamedTensors parameters_;
};

// Whether a file's tensors are those of a scene classifier.
bool isSceneClassifier(const std::string& path);
// Error(File), Error(Checkpoint).
std::unique_ptr<SceneClassifier> loadSceneClassifier(const std::string& path, at::Device device);

}  // namespace duo::eval
