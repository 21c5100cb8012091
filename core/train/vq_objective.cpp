#include "train/vq_objective.h"

#include <cmath>

namespace duo::train {
namespace {

constexpr int kGradientSizes = 3;  // full, half, quarter

at::Tensor neighbourLoss(const at::Tensor& error_B3HW) {
    const auto height = error_B3HW.size(2), width = error_B3HW.size(3);
    const at::Tensor across =
        error_B3HW.narrow(3, 1, width - 1) - error_B3HW.narrow(3, 0, width - 1);
    const at::Tensor down =
        error_B3HW.narrow(2, 1, height - 1) - error_B3HW.narrow(2, 0, height - 1);
    return across.abs().mean() + down.abs().mean();
}

}  // namespace

Quantised quantise(const ResidualQuantizer& quantizer, const ScaleSchedule& schedule,
                   const at::Tensor& f_BCSS, double beta) {
    const at::Tensor f = f_BCSS.detach();
    Quantised result;
    at::Tensor rest = f, fHat;  // [B, C, S, S]
    for (int scale = 0; scale < schedule.count(); ++scale) {
        const at::Tensor z_BlC = ResidualQuantizer::inputMap(schedule, scale, rest);
        result.z_NC.push_back(z_BlC.reshape({-1, z_BlC.size(2)}));
        result.idx_N.push_back(quantizer.nearest(result.z_NC.back()));
        const at::Tensor h_BlC = quantizer.codes(result.idx_N.back()).view_as(z_BlC);
        const at::Tensor h = quantizer.contribution(schedule, scale, h_BlC);  // [B, C, S, S]
        fHat = fHat.defined() ? fHat + h : h;
        rest = f - fHat.detach();
        const at::Tensor loss = at::mse_loss(fHat, f) + at::mse_loss(f_BCSS, fHat.detach()) * beta;
        result.loss = result.loss.defined() ? result.loss + loss : loss;
    }
    result.loss = result.loss / schedule.count();
    result.fHat_BCSS = f_BCSS + (fHat.detach() - f);
    return result;
}

ScaleSchedule cropSchedule(const ScaleSchedule& full, int latentSide) {
    std::vector<int> sides;
    for (const int side : full.sides()) {
        const double scaled = static_cast<double>(side) * latentSide / full.latentSide();
        const int rounded = std::max(1, static_cast<int>(std::lround(scaled)));
        if (sides.empty() || rounded > sides.back()) sides.push_back(rounded);
    }
    return ScaleSchedule(std::move(sides));
}

PictureLoss pictureLoss(const at::Tensor& made, const at::Tensor& wanted,
                        const PictureLossWeights& weights) {
    at::Tensor error = made - wanted;  // [B, 3, H, W]
    PictureLoss loss;
    loss.absolute = error.abs().mean();
    loss.squared = error.square().mean();
    for (int size = 0; size < kGradientSizes; ++size) {
        if (size > 0) error = at::avg_pool2d(error, 2);
        const at::Tensor part = neighbourLoss(error) / kGradientSizes;
        loss.gradient = loss.gradient.defined() ? loss.gradient + part : part;
    }
    loss.total = loss.absolute * weights.absolute + loss.squared * weights.squared +
                 loss.gradient * weights.gradient;
    return loss;
}

}  // namespace duo::train
