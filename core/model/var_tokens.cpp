#include "model/var_tokens.h"

#include <vector>

#include "model/project.h"

namespace duo {

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

at::Tensor blockCausalMask(const ScaleSchedule& schedule, at::Device device) {
    std::vector<std::int64_t> scaleOfToken;
    for (int scale = 0; scale < schedule.count(); ++scale) {
        scaleOfToken.insert(scaleOfToken.end(), schedule.tokens(scale), scale);
    }
    const at::Tensor scale_L = at::tensor(scaleOfToken).to(device);
    return scale_L.unsqueeze(1) >= scale_L.unsqueeze(0);  // [L, L]
}

}  // namespace duo
