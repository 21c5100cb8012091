#include "model/residual_quantizer.h"

#include <c10/core/GradMode.h>

#include <cmath>

#include "kernels/residual_pyramid.h"

namespace duo {
namespace {

std::string phiName(VqVaeGeometry::PhiSharing sharing, int index) {
    const std::string base = "quantize.quant_resi.";
    switch (sharing) {
        case VqVaeGeometry::PhiSharing::Shared:
            return base + "qresi";
        case VqVaeGeometry::PhiSharing::Partial:
            return base + "qresi_ls." + std::to_string(index);
        case VqVaeGeometry::PhiSharing::PerScale:
            break;
    }
    return base + std::to_string(index);
}

at::Tensor takeFloat(StateDict& weights, const std::string& name) {
    return weights.take(name).to(at::kFloat);
}

}  // namespace

ResidualQuantizer::ResidualQuantizer(const VqVaeGeometry& geometry, StateDict& weights)
    : codebook_VC_(takeFloat(weights, "quantize.embedding.weight")), sharing_(geometry.phiSharing) {
    for (int i = 0; i < geometry.phiCount; ++i) {
        phiWeights_.push_back(takeFloat(weights, phiName(sharing_, i) + ".weight"));
        phiBiases_.push_back(takeFloat(weights, phiName(sharing_, i) + ".bias"));
    }
}

at::Tensor ResidualQuantizer::codes(const at::Tensor& idx_Bl) const {
    return at::embedding(codebook_VC_, idx_Bl);  // [B, l, C]
}

at::Tensor ResidualQuantizer::nearest(const at::Tensor& z_NC) const {
    const at::Tensor codebook = codebook_VC_.detach();
    at::Tensor distance_NV = z_NC.square().sum(1, true) + codebook.square().sum(1);
    distance_NV = at::addmm(distance_NV, z_NC, codebook.t(), 1, -2);
    return distance_NV.argmin(1);  // [N]
}

at::Tensor ResidualQuantizer::contribution(const ScaleSchedule& schedule, int scale,
                                           const at::Tensor& h_BlC) const {
    return kernels::addedByScale(h_BlC, schedule.side(scale), schedule.latentSide(),
                                 phiOf(schedule, scale));  // [B, C, S, S]
}

at::Tensor ResidualQuantizer::added(const ScaleSchedule& schedule, int scale,
                                    const at::Tensor& fHat_BCSS, const at::Tensor& h_BlC) const {
    return kernels::addScale(fHat_BCSS, h_BlC, schedule.side(scale), phiOf(schedule, scale));
}

kernels::BlendedConvolution ResidualQuantizer::phiOf(const ScaleSchedule& schedule,
                                                     int scale) const {
    if (phiWeights_.empty()) return {};
    const int phi = phiIndex(scale, schedule.count());
    return {phiWeights_[phi], phiBiases_[phi]};
}

at::Tensor ResidualQuantizer::inputMap(const ScaleSchedule& schedule, int scale,
                                       const at::Tensor& fHat_BCSS) {
    return kernels::plainAreaMap(fHat_BCSS, schedule.side(scale));
}

std::vector<at::Tensor> ResidualQuantizer::tokens(const ScaleSchedule& schedule,
                                                  const at::Tensor& f_BCSS) const {
    const c10::NoGradGuard noGrad;
    std::vector<at::Tensor> idx_Bl;
    at::Tensor rest = f_BCSS.detach().to(at::kFloat);  // [B, C, S, S]
    for (int scale = 0; scale < schedule.count(); ++scale) {
        const at::Tensor z_BlC = inputMap(schedule, scale, rest);
        const at::Tensor idx_N = nearest(z_BlC.reshape({-1, z_BlC.size(2)}));
        idx_Bl.push_back(idx_N.view({z_BlC.size(0), z_BlC.size(1)}));
        rest = rest - contribution(schedule, scale, codes(idx_Bl.back()));
    }
    return idx_Bl;
}

at::Tensor ResidualQuantizer::latent(const ScaleSchedule& schedule,
                                     const std::vector<at::Tensor>& idx_Bl) const {
    at::Tensor fHat;  // [B, C, S, S]
    for (std::size_t scale = 0; scale < idx_Bl.size(); ++scale) {
        const at::Tensor h = contribution(schedule, static_cast<int>(scale), codes(idx_Bl[scale]));
        fHat = fHat.defined() ? fHat + h : h;
    }
    return fHat;
}

at::Tensor ResidualQuantizer::teacherInputs(const ScaleSchedule& schedule,
                                            const std::vector<at::Tensor>& idx_Bl) const {
    std::vector<at::Tensor> maps_BlC;
    at::Tensor fHat;  // [B, C, S, S]
    for (int scale = 0; scale + 1 < static_cast<int>(idx_Bl.size()); ++scale) {
        const at::Tensor h = contribution(schedule, scale, codes(idx_Bl[scale]));
        fHat = fHat.defined() ? fHat + h : h;
        maps_BlC.push_back(inputMap(schedule, scale + 1, fHat));
    }
    if (maps_BlC.empty())  // a single scale has no inputs
        return codebook_VC_.new_zeros({idx_Bl.at(0).size(0), 0, codebook_VC_.size(1)});
    return at::cat(maps_BlC, 1);  // [B, L - 1, C]
}

int ResidualQuantizer::phiIndex(int scale, int scaleCount) const {
    const int count = static_cast<int>(phiWeights_.size());
    if (count <= 1 || sharing_ == VqVaeGeometry::PhiSharing::Shared) return 0;
    const double at = scaleCount > 1 ? static_cast<double>(scale) / (scaleCount - 1) : 0.0;
    // The convolutions are spaced evenly on [first, last]; the published code puts four of them
    // nearer to the ends than any other count. Scale 7 of 10 lies midway between two of four, so
    // the rounding of exactly these operations decides.
    const double first = 1.0 / (count == 4 ? 3 : 2) / count;
    const double last = 1.0 - first;
    const double step = (last - first) / (count - 1);
    int best = 0;
    double bestDistance = 2.0;
    for (int i = 0; i < count; ++i) {
        const double tick = i == count - 1 ? last : i * step + first;
        const double distance = std::abs(tick - at);
        if (distance < bestDistance) {
            best = i;
            bestDistance = distance;
        }
    }
    return best;
}

std::vector<std::pair<std::string, at::Tensor>> ResidualQuantizer::parameters() const {
    std::vector<std::pair<std::string, at::Tensor>> all{
        {"quantize.embedding.weight", codebook_VC_}};
    for (std::size_t i = 0; i < phiWeights_.size(); ++i) {
        const std::string name = phiName(sharing_, static_cast<int>(i));
        all.emplace_back(name + ".weight", phiWeights_[i]);
        all.emplace_back(name + ".bias", phiBiases_[i]);
    }
    return all;
}

}  // namespace duo
