#include "train/vq_objective.h"

#include <cmath>

namespace duo::train {
namespace {

constexpr int kGradientSizes = 3;  // full, half, quarter
constexpr int kContrastWindow = 4;

at::Tensor across(const at::Tensor& x_B3HW) {
    const auto width = x_B3HW.size(3);
    return (x_B3HW.narrow(3, 1, width - 1) - x_B3HW.narrow(3, 0, width - 1)).abs();
}

at::Tensor down(const at::Tensor& x_B3HW) {
    const auto height = x_B3HW.size(2);
    return (x_B3HW.narrow(2, 1, height - 1) - x_B3HW.narrow(2, 0, height - 1)).abs();
}

at::Tensor neighbourLoss(const at::Tensor& error_B3HW) {
    return across(error_B3HW).mean() + down(error_B3HW).mean();
}

// Compares the strength of edges, not their position, so that a decoder which is unsure of the
// position gains nothing by blurring.
at::Tensor contrastLoss(const at::Tensor& made_B3HW, const at::Tensor& wanted_B3HW) {
    const auto window = [](const at::Tensor& x) { return at::avg_pool2d(x, kContrastWindow); };
    return at::l1_loss(window(across(made_B3HW)), window(across(wanted_B3HW))) +
           at::l1_loss(window(down(made_B3HW)), window(down(wanted_B3HW)));
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
    if (weights.contrast > 0) {
        loss.contrast = contrastLoss(made, wanted);
        loss.total = loss.total + loss.contrast * weights.contrast;
    }
    return loss;
}

}  // namespace duo::train
