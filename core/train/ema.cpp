#include "train/ema.h"

#include <c10/core/GradMode.h>

#include <algorithm>

namespace duo::train {

Ema::Ema(NamedTensors parameters, double decay)
    : parameters_(std::move(parameters)), average_(cloned(parameters_)), decay_(decay) {}

void Ema::update() {
    const c10::NoGradGuard noGrad;
    const double n = static_cast<double>(updates_++);
    const double decay = std::min(decay_, (1 + n) / (10 + n));
    std::vector<at::Tensor> average = tensorsOf(average_);
    at::_foreach_lerp_(average, tensorsOf(parameters_), 1 - decay);
}

void Ema::save(TrainingState& state, const std::string& prefix) const {
    for (const auto& [name, tensor] : average_) state.tensors[prefix + name] = tensor;
    state.setNumber(prefix + "updates", updates_);
}

void Ema::restore(const TrainingState& state, const std::string& prefix) {
    for (const auto& [name, tensor] : average_) state.copyInto(prefix + name, tensor);
    updates_ = state.number(prefix + "updates");
}

}  // namespace duo::train
