#include "decode/token_pyramid.h"

namespace duo {
namespace {

// [B, l, C] -> [B, C, S, S]. On the CPU picture by picture: LibTorch convolves one picture and
// several by different code, and the last bits of a latent would depend on the batch.
at::Tensor contributionOf(const ResidualQuantizer& quantizer, const ScaleSchedule& schedule,
                          int scale, const at::Tensor& h_BlC) {
    if (!h_BlC.is_cpu()) return quantizer.contribution(schedule, scale, h_BlC);
    std::vector<at::Tensor> parts;
    for (const at::Tensor& h_1lC : h_BlC.split(1))
        parts.push_back(quantizer.contribution(schedule, scale, h_1lC));
    return at::cat(parts);
}

}  // namespace

TokenPyramid::TokenPyramid(const ResidualQuantizer& quantizer, ScaleSchedule schedule,
                           std::int64_t pictures, at::Device device)
    : quantizer_(&quantizer), schedule_(std::move(schedule)) {
    const std::int64_t side = schedule_.latentSide();
    fHat_BCSS_ = at::zeros({pictures, quantizer.codebook().size(1), side, side},
                           at::device(device).dtype(at::kFloat));
}

void TokenPyramid::add(const at::Tensor& idx_Bl, const at::Tensor& h_BlC) {
    const int scale = scalesDone();
    TORCH_CHECK(scale < schedule_.count() && idx_Bl.size(1) == schedule_.tokens(scale), "scale ",
                scale, " does not take ", idx_Bl.size(1), " tokens");
    fHat_BCSS_ = fHat_BCSS_ + contributionOf(*quantizer_, schedule_, scale, h_BlC);
    tokens_.push_back(idx_Bl);
    if (scale + 1 < schedule_.count()) {
        maps_.push_back(ResidualQuantizer::inputMap(schedule_, scale + 1, fHat_BCSS_));
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
