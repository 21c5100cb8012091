#include "model/vqvae.h"

#include <optional>

#include "kernels/picture_by_picture.h"
#include "model/vqvae_modules.h"

namespace duo {
namespace {

constexpr const char *kEncoder = "encoder.", *kQuantConv = "quant_conv.";

bool hasEncoder(const StateDict& weights) {
    const auto found = weights.tensors().lower_bound(kEncoder);
    return found != weights.tensors().end() && found->first.starts_with(kEncoder);
}

template <class Module, class... Arguments>
std::optional<Module> makeIf(bool wanted, Arguments&&... arguments) {
    if (!wanted) return std::nullopt;
    return std::make_optional<Module>(std::forward<Arguments>(arguments)...);
}

std::int64_t bytesOf(const NamedTensors& tensors) {
    std::int64_t bytes = 0;
    for (const auto& [name, tensor] : tensors) bytes += static_cast<std::int64_t>(tensor.nbytes());
    return bytes;
}

}  // namespace

std::vector<TensorSpec> decodingSpecs(const VqVaeGeometry& geometry) {
    std::vector<TensorSpec> specs = tensorSpecs(geometry);
    std::erase_if(specs, [](const TensorSpec& spec) {
        return spec.name.starts_with(kEncoder) || spec.name.starts_with(kQuantConv);
    });
    return specs;
}

struct VqVae::Modules {
    Modules(ParameterReader reader, const VqVaeGeometry& geometry, bool encodes)
        : encoder(makeIf<VqVaeEncoder>(encodes, reader, geometry)),
          decoder(reader, geometry),
          quantConv(makeIf<Conv2d>(encodes, reader, "quant_conv", 1, geometry.quantConvKernel / 2)),
          postQuantConv(reader, "post_quant_conv", 1, geometry.quantConvKernel / 2),
          parameters(reader.taken()) {}

    std::optional<VqVaeEncoder> encoder;
    VqVaeDecoder decoder;
    std::optional<Conv2d> quantConv;
    Conv2d postQuantConv;
    NamedTensors parameters;
};

// Charges weights in a file to the ledger while a picture is decoded, then releases their pages.
struct VqVae::AtWork {
    explicit AtWork(const VqVae& model) : pages(model.pages_.get()) {
        if (pages == nullptr || model.ledger_ == nullptr) return;
        charge = model.ledger_->charge(MemoryOwner::VqVae, MemoryKind::Weights, model.bytesToLoad(),
                                       MemoryPlace::File);
    }
    AtWork(const AtWork&) = delete;
    ~AtWork() {
        if (pages != nullptr) pages->releaseAll();
    }

    const WeightPages* pages;
    MemoryLedger::Charge charge;
};

VqVae::VqVae(VqVaeGeometry geometry, StateDict weights, MemoryLedger* ledger)
    : geometry_(std::move(geometry)),
      pages_(weights.pages()),
      quantizer_(geometry_, weights),
      modules_(std::make_unique<Modules>(ParameterReader(weights), geometry_, hasEncoder(weights))),
      ledger_(ledger) {
    if (ledger == nullptr) return;
    // The quantiser is needed from the first token on.
    charge_ = ledger->charge(MemoryOwner::VqVae, MemoryKind::Weights,
                             bytesOf(parameters()) - bytesToLoad(),
                             pages_ != nullptr ? MemoryPlace::File : MemoryPlace::Allocator);
}

VqVae::~VqVae() = default;

bool VqVae::canEncode() const {
    return modules_->encoder.has_value();
}

at::Tensor VqVae::encode(const at::Tensor& image_B3HW) const {
    TORCH_CHECK(modules_->encoder, "the VQ-VAE was loaded without its encoder");
    return (*modules_->quantConv)((*modules_->encoder)(image_B3HW)).to(at::kFloat);  // [B, C, S, S]
}

at::Tensor VqVae::decodeRaw(const at::Tensor& fHat_BCSS) const {
    return modules_->decoder(modules_->postQuantConv(fHat_BCSS)).to(at::kFloat);  // [B, 3, H, W]
}

at::Tensor VqVae::decode(const at::Tensor& fHat_BCSS) const {
    const AtWork work(*this);
    const at::Tensor raw_B3HW = pictureByPicture(
        fHat_BCSS, [this](const at::Tensor& fHat_1CSS) { return decodeRaw(fHat_1CSS); });
    return (raw_B3HW.clamp(-1, 1) + 1) * 0.5;
}

at::Device VqVae::device() const {
    return quantizer_.codebook().device();
}

std::int64_t VqVae::bytesToLoad() const {
    return pages_ == nullptr ? 0 : bytesOf(modules_->parameters);
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
