// The Inception v3 of published Fréchet distances (TensorFlow graph of 2015-12-05), from the file
// used by pytorch-fid and torch-fidelity: pt_inception-2015-12-05-6726825d.pth. Reproduces its
// deviations: average pools do not count the padding, the last block takes a maximum instead of an
// average, and pictures are resized to 299 x 299 like in TensorFlow 1, without half-pixel centres
// and without antialiasing.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "checkpoint/state_dict.h"
#include "eval/feature_extractor.h"

namespace duo::eval {

// A convolution of the network under its published name, such as "Mixed_5b.branch1x1".
struct InceptionLayer {
    const char* name;
    std::int64_t out, in, height, width;  // shape of its weight
};
const std::vector<InceptionLayer>& inceptionLayers();
// Names and shapes of all weights.
std::vector<TensorSpec> inceptionSpecs();

class InceptionV3 final : public FeatureExtractor {
  public:
    // Takes every tensor of inceptionSpecs().
    explicit InceptionV3(StateDict weights);

    // features: the 2048 values of pool3. logits: the 1008 of the last layer without its bias, as
    // in published inception scores.
    Features operator()(const at::Tensor& pictures_BHW3) const override;
    std::string name() const override { return "Inception v3 (2015-12-05)"; }
    bool knowsLabels() const override { return false; }
    int classes() const override { return 1008; }

  private:
    using Padding = std::vector<std::int64_t>;
    at::Tensor unit(const std::string& name, const at::Tensor& x, std::int64_t stride = 1,
                    Padding padding = {0, 0}) const;
    at::Tensor blockA(const std::string& name, const at::Tensor& x) const;
    at::Tensor blockB(const std::string& name, const at::Tensor& x) const;
    at::Tensor blockC(const std::string& name, const at::Tensor& x) const;
    at::Tensor blockD(const std::string& name, const at::Tensor& x) const;
    at::Tensor blockE(const std::string& name, const at::Tensor& x, bool maximum) const;
    at::Tensor pool3(const at::Tensor& image_B3HW) const;

    // A convolution with the following norm folded into it.
    struct Folded {
        at::Tensor weight, bias;
    };
    std::map<std::string, Folded> units_;
    at::Tensor head_KF;
};

// Resizes like TensorFlow 1: [B, 3, H, W] -> [B, 3, side, side]; pixel i samples i * H / side.
at::Tensor resizeLikeTensorFlow1(const at::Tensor& planes_B3HW, std::int64_t side);

bool isInceptionV3(const std::string& path);
// Error(File), Error(Checkpoint) naming the wrong tensor.
std::unique_ptr<InceptionV3> loadInceptionV3(const std::string& path, at::Device device);

}  // namespace duo::eval
