#include "model/vqvae.h"

#include "kernels/picture_by_picture.h"
#include "model/vqvae_modules.h"

namespace duo {

struct VqVae::Modules {
    Modules(ParameterReader reader, const VqVaeGeometry& geometry)
        : encoder(reader, geometry),
          decoder(reader, geometry),
          quantConv(reader, "quant_conv", 1, geometry.quantConvKernel / 2),
          postQuantConv(reader, "post_quant_conv", 1, geometry.quantConvKernel / 2),
          parameters(reader.taken()) {}

    VqVaeEncoder encoder;
    VqVaeDecoder decoder;
    Conv2d quantConv, postQuantConv;
    NamedTensors parameters;
};

VqVae::VqVae(VqVaeGeometry geometry, StateDict weights, MemoryLedger* ledger)
    : geometry_(std::move(geometry)),
      quantizer_(geometry_, weights),
      modules_(std::make_unique<Modules>(ParameterReader(weights), geometry_)) {
    if (ledger == nullptr) return;
    std::int64_t bytes = 0;
    for (const auto& [name, tensor] : parameters()) bytes += tensor.nbytes();
    charge_ = ledger->charge(MemoryOwner::VqVae, MemoryKind::Weights, bytes);
}

VqVae::~VqVae() = default;

at::Tensor VqVae::encode(const at::Tensor& image_B3HW) const {
    return modules_->quantConv(modules_->encoder(image_B3HW)).to(at::kFloat);  // [B, C, S, S]
}

at::Tensor VqVae::decodeRaw(const at::Tensor& fHat_BCSS) const {
    return modules_->decoder(modules_->postQuantConv(fHat_BCSS)).to(at::kFloat);  // [B, 3, H, W]
}

at::Tensor VqVae::decode(const at::Tensor& fHat_BCSS) const {
    const at::Tensor raw_B3HW = pictureByPicture(
        fHat_BCSS, [this](const at::Tensor& fHat_1CSS) { return decodeRaw(fHat_1CSS); });
    return (raw_B3HW.clamp(-1, 1) + 1) * 0.5;
}

at::Device VqVae::device() const {
    return quantizer_.codebook().device();
}

NamedTensors VqVae::parameters() const {
    NamedTensors all = modules_->parameters;
    const NamedTensors quantizer = quantizer_.parameters();
    all.insert(all.end(), quantizer.begin(), quantizer.end());
    return all;
}

at::Tensor pictureBytes(const at::Tensor& image_B3HW) {
    return image_B3HW.mul(255)
        .round()
        .clamp(0, 255)
        .to(at::kByte)
        .permute({0, 2, 3, 1})
        .contiguous()
        .cpu();
}

}  // namespace duo
