#include "decode/linear_preview.h"

#include <ATen/CPUGeneratorImpl.h>

namespace duo {
namespace {

// Keeps the fit defined if latents do not span all channels. Small beside their squares.
constexpr double kRidge = 1e-3;

// f_hat: [B, C, S, S] -> [B * S * S, C + 1], the last column is one
at::Tensor cells(const at::Tensor& fHat_BCSS) {
    const at::Tensor cells_NC = fHat_BCSS.permute({0, 2, 3, 1}).reshape({-1, fHat_BCSS.size(1)});
    return at::cat({cells_NC, at::ones({cells_NC.size(0), 1}, cells_NC.options())}, 1);
}

// -> f_hat [B, C, S, S]; picture b has random tokens up to scale b mod K
at::Tensor randomLatents(const VqVae& vqvae, const ScaleSchedule& schedule, int pictures,
                         std::uint64_t seed) {
    const ResidualQuantizer& quantizer = vqvae.quantizer();
    at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    std::vector<at::Tensor> latents;
    for (int b = 0; b < pictures; ++b) {
        at::Tensor fHat_1CSS;
        for (int scale = 0; scale <= b % schedule.count(); ++scale) {
            const at::Tensor idx_1l =
                at::randint(quantizer.codebook().size(0), {1, schedule.tokens(scale)}, generator,
                            at::TensorOptions(at::kLong))
                    .to(vqvae.device());
            const at::Tensor added =
                quantizer.contribution(schedule, scale, quantizer.codes(idx_1l));  // [1, C, S, S]
            fHat_1CSS = fHat_1CSS.defined() ? fHat_1CSS + added : added;
        }
        latents.push_back(fHat_1CSS);
    }
    return at::cat(latents);
}

}  // namespace

LinearPreview LinearPreview::fit(const VqVae& vqvae, const at::Tensor& fHat_BCSS) {
    const c10::InferenceMode inference;
    const std::int64_t side = fHat_BCSS.size(2);
    const at::Tensor picture = vqvae.decode(fHat_BCSS);                       // [B, 3, H, W]
    const at::Tensor small = at::adaptive_avg_pool2d(picture, {side, side});  // [B, 3, S, S]
    const at::Tensor x = cells(fHat_BCSS).to(at::kCPU, at::kDouble);          // [N, C + 1]
    const at::Tensor y =
        small.permute({0, 2, 3, 1}).reshape({-1, 3}).to(at::kCPU, at::kDouble);  // [N, 3]
    const at::Tensor ridge =
        at::eye(x.size(1), x.options()) * (kRidge * static_cast<double>(x.size(0)));
    const at::Tensor matrix = at::linalg_solve(x.t().matmul(x) + ridge, x.t().matmul(y));
    return LinearPreview(matrix.to(fHat_BCSS.device(), at::kFloat));  // [C + 1, 3]
}

LinearPreview LinearPreview::fit(const VqVae& vqvae, const ScaleSchedule& schedule, int pictures,
                                 std::uint64_t seed) {
    const c10::InferenceMode inference;
    return fit(vqvae, randomLatents(vqvae, schedule, pictures, seed));
}

at::Tensor LinearPreview::operator()(const at::Tensor& fHat_BCSS) const {
    const c10::InferenceMode inference;
    const std::int64_t side = fHat_BCSS.size(2);
    return cells(fHat_BCSS)
        .matmul(matrix_)
        .clamp(0, 1)
        .view({-1, side, side, 3})
        .permute({0, 3, 1, 2})
        .contiguous();  // [B, 3, S, S]
}

}  // namespace duo
