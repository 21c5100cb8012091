#include "model/var_blocks.h"

#include <c10/core/GradMode.h>

#include <cmath>
#include <optional>
#include <vector>

#include "kernels/linear.h"
#include "kernels/norm_modulate.h"

namespace duo {
namespace {

constexpr double kUnitEps = 1e-12;
const double kMaxScaleMul = std::log(100.0);

// The type of the result is the weights' (or autocast's, where the trainer switches that on). Int8
// weights have no gradients.
at::Tensor project(const at::Tensor& x, const kernels::Weight& weight, const at::Tensor& bias) {
    const at::Tensor typed = x.to(weight.type);
    if (at::GradMode::is_enabled() && !weight.isInt8()) {
        return at::linear(typed, weight.values, bias);
    }
    return kernels::linear(typed, weight, bias, weight.type);
}

// condition: [R, C] -> [R, n, C] fp32
at::Tensor projectCondition(const at::Tensor& condition_RC, const kernels::Weight& weight,
                            const at::Tensor& bias) {
    const at::Tensor flat = project(at::silu(condition_RC), weight, bias);  // [R, nC]
    return flat.to(at::kFloat).view({flat.size(0), -1, condition_RC.size(1)});
}

// Rows of length one; the length is taken in fp32. x: [R, H, l, h]
at::Tensor unit(const at::Tensor& x) {
    const at::Tensor length =
        at::linalg_vector_norm(x, 2, at::IntArrayRef{-1}, /*keepdim=*/true, at::kFloat);
    return x / length.clamp_min(kUnitEps);  // fp32
}

// x: [R, l, C] -> q, k, v: [R, H, l, h]
Heads projectHeads(const VarGeometry& geometry, const VarBlockWeights& b, const at::Tensor& x_RlC) {
    const at::Tensor bias = at::cat({b.qBias, at::zeros_like(b.qBias), b.vBias});  // [3C]
    const at::Tensor qkv = project(x_RlC, b.qkvWeight, bias);                      // [R, l, 3C]
    const std::int64_t headWidth = geometry.width / geometry.heads;
    const std::vector<at::Tensor> parts =
        qkv.view({qkv.size(0), qkv.size(1), 3, geometry.heads, headWidth})
            .permute({2, 0, 3, 1, 4})  // [3, R, H, l, h]
            .unbind(0);
    if (!geometry.qkNormalised) {
        return {parts[0] * plainQueryScale(geometry), parts[1], parts[2]};
    }
    const at::Tensor scale_1H11 = queryScale(b);
    const at::ScalarType type = qkv.scalar_type();
    return {(unit(parts[0]) * scale_1H11).to(type), unit(parts[1]).to(type), parts[2]};
}

}  // namespace

at::Tensor queryScale(const VarBlockWeights& b) {
    return b.scaleMul.clamp_max(kMaxScaleMul).exp();
}

double plainQueryScale(const VarGeometry& geometry) {
    return 0.25 / std::sqrt(static_cast<double>(geometry.width / geometry.heads));
}

at::Tensor condition(const VarWeights& w, const at::Tensor& labels_R) {
    return at::embedding(w.classEmbedding, labels_R);  // [R, C]
}

at::Tensor scalePositions(const VarWeights& w, int endScale) {
    const ScaleSchedule& schedule = w.geometry.schedule;
    std::vector<at::Tensor> levels;
    for (int scale = 0; scale < endScale; ++scale) {
        levels.push_back(w.levels.narrow(0, scale, 1).expand({schedule.tokens(scale), -1}));
    }
    const at::Tensor level_LC = at::cat(levels);  // [offset(endScale), C]
    return level_LC.unsqueeze(0) + w.positions.narrow(1, 0, schedule.offset(endScale));
}

at::Tensor startTokens(const VarWeights& w, const at::Tensor& condition_RC) {
    return condition_RC.unsqueeze(1) + w.posStart;  // [R, l0, C]
}

at::Tensor mapTokens(const VarWeights& w, const at::Tensor& map_BlD) {
    return project(map_BlD, w.wordWeight, w.wordBias).to(at::kFloat);  // [B, l, C]
}

at::Tensor sharedModulation(const VarWeights& w, const at::Tensor& condition_RC) {
    if (!w.geometry.sharedAdaLn) return {};
    return projectCondition(condition_RC, w.sharedAdaWeight, w.sharedAdaBias);  // [R, 6, C]
}

at::Tensor blockModulation(const VarBlockWeights& b, const at::Tensor& condition_RC,
                           const at::Tensor& shared_R6C) {
    if (b.adaGss.defined()) return b.adaGss.squeeze(0) + shared_R6C;  // [R, 6, C]
    return projectCondition(condition_RC, b.adaWeight, b.adaBias);    // [R, 6, C]
}

at::Tensor headModulation(const VarWeights& w, const at::Tensor& condition_RC) {
    return projectCondition(condition_RC, w.headAdaWeight, w.headAdaBias);  // [R, 2, C]
}

at::Tensor selfAttention(const VarGeometry& geometry, const VarBlockWeights& b,
                         const at::Tensor& x_RlC, const Attention& attention) {
    const at::Tensor mixed_RlHh =
        attention(projectHeads(geometry, b, x_RlC)).transpose(1, 2);  // [R, l, H, h]
    return project(mixed_RlHh.reshape(x_RlC.sizes()), b.projWeight, b.projBias);
}

at::Tensor mlp(const VarBlockWeights& b, const at::Tensor& x_RlC) {
    const at::Tensor wide_RlM = project(x_RlC, b.fc1Weight, b.fc1Bias);
    return project(at::gelu(wide_RlM, "tanh"), b.fc2Weight, b.fc2Bias);
}

at::Tensor runBlock(const VarGeometry& geometry, const VarBlockWeights& b,
                    const at::Tensor& modulation_R6C, const at::Tensor& x_RlC,
                    const Attention& attention) {
    const std::vector<at::Tensor> m = modulation_R6C.unbind(1);  // 6 times [R, C]
    const at::Tensor y_RlC = at::addcmul(
        x_RlC, selfAttention(geometry, b, kernels::plainNormModulate(x_RlC, m[2], m[4]), attention),
        m[0].unsqueeze(1));
    return at::addcmul(y_RlC, mlp(b, kernels::plainNormModulate(y_RlC, m[3], m[5])),
                       m[1].unsqueeze(1));
}

at::Tensor runHead(const VarWeights& w, const at::Tensor& modulation_R2C, const at::Tensor& x_RlC) {
    const std::vector<at::Tensor> m = modulation_R2C.unbind(1);  // 2 times [R, C]
    return project(kernels::plainNormModulate(x_RlC, m[0], m[1]), w.headWeight, w.headBias)
        .to(at::kFloat);
}

at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                  const at::Tensor& mask_ln) {
    std::optional<at::Tensor> mask;
    if (mask_ln.defined()) mask = mask_ln;
    return at::scaled_dot_product_attention(q, k, v, mask, 0.0, false, /*scale=*/1.0);
}

at::Tensor blockCausalMask(const ScaleSchedule& schedule, at::Device device) {
    std::vector<std::int64_t> scaleOfToken;
    for (int scale = 0; scale < schedule.count(); ++scale) {
        scaleOfToken.insert(scaleOfToken.end(), schedule.tokens(scale), scale);
    }
    const at::Tensor scale_L = at::tensor(scaleOfToken).to(device);
    return scale_L.unsqueeze(1) >= scale_L.unsqueeze(0);  // [L, L]
}

}  // namespace duo
