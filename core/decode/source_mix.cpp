#include "decode/source_mix.h"

namespace duo {
namespace {

// On grids below this side, one cell is most of the picture: it is kept unless all is drawn.
constexpr int kLeastSide = 2;

// -> [1, l] bool
at::Tensor keptCells(const at::Tensor& drawn_11HW, int side) {
    if (side < kLeastSide) return drawn_11HW.min().lt(1).expand({1, side * side});
    const at::Tensor share = at::adaptive_avg_pool2d(drawn_11HW, {side, side});
    return share.view({1, side * side}).lt(0.5);
}

}  // namespace

SourceMix::SourceMix(EditMix mix, const ResidualQuantizer& quantizer, const ScaleSchedule& schedule,
                     const at::Tensor& source_L, const at::Tensor& drawn_HpWp)
    : mix_(mix), quantizer_(&quantizer) {
    const at::Device device = quantizer.codebook().device();
    const at::Tensor drawn_11HW = drawn_HpWp.to(device).unsqueeze(0).unsqueeze(0);
    at::Tensor fHat_1CSS;
    for (int scale = 0; scale < schedule.count(); ++scale) {
        source_1l_.push_back(source_L.to(device)
                                 .narrow(0, schedule.offset(scale), schedule.tokens(scale))
                                 .unsqueeze(0));
        kept_1l_.push_back(keptCells(drawn_11HW, schedule.side(scale)));
        if (mix != EditMix::Latent) continue;
        const at::Tensor added =
            quantizer.contribution(schedule, scale, quantizer.codes(source_1l_.back()));
        fHat_1CSS = fHat_1CSS.defined() ? fHat_1CSS + added : added;
        latents_1CSS_.push_back(fHat_1CSS);
    }
    const std::int64_t side = schedule.latentSide();
    if (mix == EditMix::Latent) drawn_11SS_ = at::upsample_nearest2d(drawn_11HW, {side, side});
}

at::Tensor SourceMix::tokens(int scale, const at::Tensor& idx_Bl) const {
    if (mix_ != EditMix::Codes) return idx_Bl;
    return at::where(kept_1l_[scale], source_1l_[scale], idx_Bl);
}

at::Tensor SourceMix::codes(int scale, const at::Tensor& h_BlC) const {
    if (mix_ != EditMix::Codes) return h_BlC;
    return at::where(kept_1l_[scale].unsqueeze(-1), quantizer_->codes(source_1l_[scale]), h_BlC);
}

at::Tensor SourceMix::latent(int scale, const at::Tensor& fHat_BCSS) const {
    if (mix_ != EditMix::Latent) return fHat_BCSS;
    return fHat_BCSS * drawn_11SS_ + latents_1CSS_[scale] * (1 - drawn_11SS_);
}

}  // namespace duo
