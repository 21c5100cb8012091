// The VQ-VAE (VQGAN-style encoder and decoder around the residual quantiser). Letters as in
// residual_quantizer.h; H = W = S * geometry.downsample().
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <string>
#include <vector>

#include "base/memory_ledger.h"
#include "model/residual_quantizer.h"

namespace duo {

// All tensors but those of the encoder and its quant_conv.
std::vector<TensorSpec> decodingSpecs(const VqVaeGeometry& geometry);

class VqVae {
  public:
    // Takes every tensor of tensorSpecs(geometry), or only those of decodingSpecs(geometry); then
    // it cannot encode. Weights in a file stay there; their pages are released after each decode.
    // ledger may be null (training, tests).
    VqVae(VqVaeGeometry geometry, StateDict weights, MemoryLedger* ledger = nullptr);
    ~VqVae();
    VqVae(const VqVae&) = delete;
    VqVae& operator=(const VqVae&) = delete;

    // image: [B, 3, H, W] in [-1, 1] -> f: [B, C, S, S] fp32 (encoder, then quant_conv)
    at::Tensor encode(const at::Tensor& image_B3HW) const;
    bool canEncode() const;  // whether the encoder was loaded
    // f_hat: [B, C, S, S] -> image [B, 3, H, W] fp32, unclamped (post_quant_conv, then decoder);
    // differentiable
    at::Tensor decodeRaw(const at::Tensor& fHat_BCSS) const;
    // f_hat -> picture in [0, 1], clamped; bit for bit independent of the batch
    at::Tensor decode(const at::Tensor& fHat_BCSS) const;

    const ResidualQuantizer& quantizer() const { return quantizer_; }
    const VqVaeGeometry& geometry() const { return geometry_; }
    at::Device device() const;
    // Bytes that decode() loads into memory if the weights are in a file; otherwise 0.
    std::int64_t bytesToLoad() const;
    // For training: every parameter under its published name.
    std::vector<std::pair<std::string, at::Tensor>> parameters() const;

  private:
    struct Modules;
    struct AtWork;
    VqVaeGeometry geometry_;
    std::shared_ptr<const WeightPages> pages_;  // null if no weights are in a file
    ResidualQuantizer quantizer_;
    std::unique_ptr<Modules> modules_;
    MemoryLedger* ledger_;
    MemoryLedger::Charge charge_;
};

// image: [B, 3, H, W] in [0, 1] -> [B, H, W, 3] uint8 in host memory, rounded to the nearest of 256
// steps. Makes one copy from the device.
at::Tensor pictureBytes(const at::Tensor& image_B3HW);

}  // namespace duo
