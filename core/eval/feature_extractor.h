// Turns pictures into features: the published Inception network, or the demo family's scene
// classifier. B: pictures, F: features, K: classes of the network.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <string>

namespace duo::eval {

struct Features {
    at::Tensor features_BF;  // fp32, on the CPU
    at::Tensor logits_BK;    // fp32, on the CPU
};

class FeatureExtractor {
  public:
    virtual ~FeatureExtractor() = default;
    // pictures: uint8, on the CPU, of any size; all pictures of a batch have the same size.
    virtual Features operator()(const at::Tensor& pictures_BHW3) const = 0;
    virtual std::string name() const = 0;  // for reports: "Inception v3", "scene classifier"
    // Whether its classes are the labels of the pictures' family, so that accuracy is defined.
    virtual bool knowsLabels() const = 0;
    virtual int classes() const = 0;
};

// [B, H, W, 3] uint8 -> [B, 3, H, W] fp32 on the device, 0 to 255
at::Tensor toPlanes(const at::Tensor& pictures_BHW3, at::Device device);

}  // namespace duo::eval
