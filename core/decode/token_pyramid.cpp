#include "decode/token_pyramid.h"

#include "kernels/residual_pyramid.h"

namespace duo {

TokenPyramid::TokenPyramid(const ResidualQuantizer& quantizer, ScaleSchedule schedule,
                           std::int64_t pictures, at::Device device)
    : quantizer_(&quantizer), schedule_(std::move(schedule)) {
    const std::int64_t side = schedule_.latentSide();
    fHat_BCSS_ = at::zeros({pictures, quantizer.codebook().size(1), side, side},
                           at::device(device).dtype(at::kFloat));
}

void TokenPyramid::add(const at::Tensor& idx_Bl, const at::Tensor& h_BlC, const SourceMix* mix) {
    const int scale = scalesDone();
    TORCH_CHECK(scale < schedule_.count() && idx_Bl.size(1) == schedule_.tokens(scale), "scale ",
                scale, " does not take ", idx_Bl.size(1), " tokens");
    fHat_BCSS_ = quantizer_->added(schedule_, scale, fHat_BCSS_, h_BlC);
    if (mix != nullptr) fHat_BCSS_ = mix->latent(scale, fHat_BCSS_);
    tokens_.push_back(idx_Bl);
    if (scale + 1 < schedule_.count()) {
        maps_.push_back(kernels::areaMap(fHat_BCSS_, schedule_.side(scale + 1)));
    }
}

void TokenPyramid::add(const at::Tensor& idx_Bl) {
    add(idx_Bl, quantizer_->codes(idx_Bl));
}

std::vector<at::Tensor> TokenPyramid::inputMaps(int scale) const {
    return {maps_.begin(), maps_.begin() + scale};
}

at::Tensor TokenPyramid::allTokens() const {
    if (tokens_.empty())
        return at::empty({fHat_BCSS_.size(0), 0}, fHat_BCSS_.options().dtype(at::kLong));
    return at::cat(tokens_, 1);  // [B, tokens so far]
}

}  // namespace duo
