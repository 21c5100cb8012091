#include "train/adamw.h"

#include <c10/core/GradMode.h>

#include <array>
#include <cmath>

#include "base/error.h"

namespace duo::train {
namespace {

bool decays(const std::string& name, const at::Tensor& tensor) {
    // embeddings, positions, scales and AdaLN offsets are looked up or added, not multiplied
    if (tensor.dim() < 2) return false;
    for (const char* part : {"pos_", "lvl_embed", "class_emb", "scale_mul", "ada_gss", "quantize."})
        if (name.find(part) != name.npos) return false;
    return true;
}

}  // namespace

AdamW::AdamW(NamedTensors parameters, AdamWOptions options)
    : parameters_(std::move(parameters)), options_(options) {
    const c10::NoGradGuard noGrad;
    for (const auto& [name, tensor] : parameters_) {
        means_.push_back(at::zeros_like(tensor));
        squares_.push_back(at::zeros_like(tensor));
        steps_.push_back(at::zeros({}, tensor.options()));
    }
}

double AdamW::clip(std::vector<at::Tensor>& gradients) const {
    if (gradients.empty()) return 0;
    const double norm =
        at::stack(at::_foreach_norm(gradients)).square().sum().sqrt().item<double>();
    if (!std::isfinite(norm)) {
        throw Error(ErrorKind::Numeric, "The training gradients are not finite numbers.",
                    "Continue from the last checkpoint with a lower learning rate.");
    }
    if (options_.clipNorm > 0 && norm > options_.clipNorm)
        at::_foreach_mul_(gradients, options_.clipNorm / norm);
    return norm;
}

std::vector<at::Tensor> AdamW::gradients() const {
    std::vector<at::Tensor> gradients;
    for (const auto& [name, tensor] : parameters_)
        if (tensor.grad().defined()) gradients.push_back(tensor.grad());
    return gradients;
}

double AdamW::step(double learningRate) {
    const c10::NoGradGuard noGrad;
    std::array<Group, 2> groups;  // without decay, with decay
    std::vector<at::Tensor> gradients;
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        const auto& [name, tensor] = parameters_[i];
        if (!tensor.grad().defined()) continue;
        Group& group = groups[decays(name, tensor) ? 1 : 0];
        group.parameters.push_back(tensor.detach());
        group.gradients.push_back(tensor.grad());
        group.means.push_back(means_[i]);
        group.squares.push_back(squares_[i]);
        group.steps.push_back(steps_[i]);
        gradients.push_back(tensor.grad());
    }
    const double norm = clip(gradients);
    for (std::size_t decay = 0; decay < groups.size(); ++decay) {
        Group& group = groups[decay];
        if (group.parameters.empty()) continue;
        at::_foreach_add_(group.steps, 1);
        at::_fused_adamw_(group.parameters, group.gradients, group.means, group.squares, {},
                          group.steps, learningRate, options_.beta1, options_.beta2,
                          decay == 1 ? options_.weightDecay : 0.0, options_.epsilon, false, false);
    }
    for (const auto& [name, tensor] : parameters_) tensor.mutable_grad() = at::Tensor();
    return norm;
}

void AdamW::save(TrainingState& state, const std::string& prefix) const {
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        const std::string& name = parameters_[i].first;
        state.tensors[prefix + "mean." + name] = means_[i];
        state.tensors[prefix + "square." + name] = squares_[i];
        state.tensors[prefix + "step." + name] = steps_[i];
    }
}

void AdamW::restore(const TrainingState& state, const std::string& prefix) {
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        const std::string& name = parameters_[i].first;
        state.copyInto(prefix + "mean." + name, means_[i]);
        state.copyInto(prefix + "square." + name, squares_[i]);
        state.copyInto(prefix + "step." + name, steps_[i]);
    }
}

}  // namespace duo::train
