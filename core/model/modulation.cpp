#include "model/modulation.h"

#include <vector>

#include "model/project.h"

namespace duo {
namespace {

// condition: [R, C] -> [R, n, C] fp32
at::Tensor projectCondition(const at::Tensor& condition_RC, const kernels::Weight& weight,
                            const at::Tensor& bias) {
    const at::Tensor flat = project(at::silu(condition_RC), weight, bias);  // [R, nC]
    return flat.to(at::kFloat).view({flat.size(0), -1, condition_RC.size(1)});
}

}  // namespace

BlockModulation::BlockModulation(const at::Tensor& stacked_R6C) {
    const std::vector<at::Tensor> vectors = stacked_R6C.unbind(1);  // 6 x [R, C]
    gammaAttn = vectors[0];
    gammaMlp = vectors[1];
    scaleAttn = vectors[2];
    scaleMlp = vectors[3];
    shiftAttn = vectors[4];
    shiftMlp = vectors[5];
}

HeadModulation::HeadModulation(const at::Tensor& stacked_R2C) {
    const std::vector<at::Tensor> vectors = stacked_R2C.unbind(1);  // 2 x [R, C]
    scale = vectors[0];
    shift = vectors[1];
}

at::Tensor condition(const VarWeights& w, const at::Tensor& labels_R) {
    return at::embedding(w.classEmbedding, labels_R);  // [R, C]
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

}  // namespace duo
