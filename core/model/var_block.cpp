#include "model/var_block.h"

#include <cmath>
#include <optional>

#include "kernels/linear.h"
#include "kernels/norm_modulate.h"
#include "model/project.h"

namespace duo {
namespace {

constexpr double kUnitEps = 1e-12;
const double kMaxScaleMul = std::log(100.0);

// Factor of q with normalised q and k: [1, H, 1, 1] fp32.
at::Tensor queryScale(const VarBlockWeights& b) {
    return b.scaleMul.clamp_max(kMaxScaleMul).exp();
}

// Factor of q without normalisation.
double plainQueryScale(const VarGeometry& geometry) {
    return 0.25 / std::sqrt(static_cast<double>(geometry.width / geometry.heads));
}

// Rows of length one; the length is computed in fp32. x: [R, H, l, h]
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

at::Tensor runBlock(const VarGeometry& geometry, const VarBlockWeights& b, const BlockModulation& m,
                    const at::Tensor& x_RlC, const Attention& attention) {
    using kernels::plainNormModulate;
    const at::Tensor y_RlC = at::addcmul(
        x_RlC,
        selfAttention(geometry, b, plainNormModulate(x_RlC, m.scaleAttn, m.shiftAttn), attention),
        m.gammaAttn.unsqueeze(1));
    return at::addcmul(y_RlC, mlp(b, plainNormModulate(y_RlC, m.scaleMlp, m.shiftMlp)),
                       m.gammaMlp.unsqueeze(1));
}

at::Tensor runHead(const VarWeights& w, const HeadModulation& m, const at::Tensor& x_RlC) {
    return project(kernels::plainNormModulate(x_RlC, m.scale, m.shift), w.headWeight, w.headBias)
        .to(at::kFloat);
}

at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                  const at::Tensor& mask_ln) {
    std::optional<at::Tensor> mask;
    if (mask_ln.defined()) mask = mask_ln;
    return at::scaled_dot_product_attention(q, k, v, mask, 0.0, false, /*scale=*/1.0);
}

std::vector<kernels::HeadSplit> headSplits(const VarWeights& w) {
    std::vector<kernels::HeadSplit> splits;
    for (const VarBlockWeights& block : w.blocks) {
        kernels::HeadSplit& split = splits.emplace_back();
        split.qBias = block.qBias.to(at::kFloat);
        split.vBias = block.vBias.to(at::kFloat);
        if (w.geometry.qkNormalised) {
            split.queryScale = queryScale(block).flatten();  // [H]
        } else {
            split.plainScale = plainQueryScale(w.geometry);
        }
    }
    return splits;
}

at::Tensor cacheHeads(const VarBlockWeights& b, const kernels::HeadSplit& split,
                      const BlockModulation& m, const at::Tensor& x_RlC, CacheRoom room) {
    const at::Tensor normed_RlC =
        kernels::normModulate(x_RlC, m.scaleAttn, m.shiftAttn, b.qkvWeight.type);
    const at::Tensor qkv_Rl3C =
        kernels::linear(normed_RlC, b.qkvWeight, {}, kernels::productType(b.qkvWeight));
    return kernels::splitHeads(qkv_Rl3C, split, room.k, room.v, room.held);
}

void decodeBlock(const VarBlockWeights& b, const kernels::HeadSplit& split,
                 const BlockModulation& m, at::Tensor& x_RlC, CacheRoom room, std::int64_t first,
                 const std::function<at::Tensor(const at::Tensor& q_RHlh)>& attention) {
    at::Tensor q_RHlh = cacheHeads(b, split, m, x_RlC, std::move(room));
    if (first > 0) {
        const std::int64_t left = x_RlC.size(1) - first;
        x_RlC = x_RlC.narrow(1, first, left).contiguous();
        q_RHlh = q_RHlh.narrow(2, first, left);
    }
    kernels::addGatedLinear(x_RlC, m.gammaAttn, attention(q_RHlh), b.projWeight, b.projBias);
    const at::Tensor wide_RlM =
        kernels::linearGelu(kernels::normModulate(x_RlC, m.scaleMlp, m.shiftMlp, b.qkvWeight.type),
                            b.fc1Weight, b.fc1Bias);
    kernels::addGatedLinear(x_RlC, m.gammaMlp, wide_RlM, b.fc2Weight, b.fc2Bias);
}

at::Tensor decodeHead(const VarWeights& w, const HeadModulation& m, const at::Tensor& x_RlC) {
    const at::Tensor normed_RlC =
        kernels::normModulate(x_RlC.contiguous(), m.scale, m.shift, w.headWeight.type);
    return kernels::linear(normed_RlC, w.headWeight, w.headBias, at::kFloat);
}

}  // namespace duo
