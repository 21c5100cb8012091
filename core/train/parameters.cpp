#include "train/parameters.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <string_view>

namespace duo::train {
namespace {

// Residual branches start almost closed, so that the picture's colours pass through unchanged.
constexpr double kBranchEnd = 0.1;

at::Tensor uniform(const TensorSpec& spec, double bound, at::Generator& generator) {
    return at::empty(spec.shape, at::kFloat).uniform_(-bound, bound, generator);
}

at::Tensor normal(const TensorSpec& spec, double deviation, at::Generator& generator) {
    // truncated at two standard deviations, as published
    return at::empty(spec.shape, at::kFloat).normal_(0, 1, generator).clamp_(-2, 2).mul_(deviation);
}

double fanIn(const TensorSpec& spec) {
    double product = 1;
    for (std::size_t i = 1; i < spec.shape.size(); ++i) product *= double(spec.shape[i]);
    return product;
}

at::Tensor freshConvolution(const TensorSpec& spec, at::Generator& generator) {
    if (spec.shape.size() != 4) return at::zeros(spec.shape, at::kFloat);
    const bool branchEnd =
        spec.name.ends_with("conv2.weight") || spec.name.ends_with("proj_out.weight");
    return uniform(spec, (branchEnd ? kBranchEnd : 1) * std::sqrt(3 / fanIn(spec)), generator);
}

at::Tensor freshPhi(const TensorSpec& spec, at::Generator& generator) {
    if (spec.shape.size() != 4) return at::zeros(spec.shape, at::kFloat);
    at::Tensor kernel = uniform(spec, 0.1 / std::sqrt(fanIn(spec)), generator);
    for (std::int64_t c = 0; c < spec.shape[0]; ++c) kernel[c][c][1][1] += 1;
    return kernel;
}

at::Tensor freshVqVaeTensor(const TensorSpec& spec, at::Generator& generator) {
    const std::string_view name = spec.name;
    if (name == "quantize.embedding.weight") return normal(spec, 0.1, generator);
    if (name.starts_with("quantize.quant_resi")) return freshPhi(spec, generator);
    if (name.find("norm") != name.npos && name.ends_with(".weight"))
        return at::ones(spec.shape, at::kFloat);
    return freshConvolution(spec, generator);
}

at::Tensor freshVarTensor(const VarGeometry& geometry, const VarInit& init, const TensorSpec& spec,
                          at::Generator& generator) {
    const std::string_view name = spec.name;
    const double deviation = std::sqrt(1.0 / geometry.width / 3);
    if (name.ends_with("scale_mul_1H11")) return at::full(spec.shape, std::log(4.0), at::kFloat);
    if (name.ends_with("ada_gss")) {
        at::Tensor offsets = normal(spec, 1 / std::sqrt(double(geometry.width)), generator);
        offsets.narrow(2, 0, 2).mul_(init.gammaScale);
        offsets.narrow(2, 2, 4).mul_(init.adaLnScale);
        return offsets;
    }
    const bool bias = name.ends_with("bias");
    if (bias) return at::zeros(spec.shape, at::kFloat);
    at::Tensor values = normal(spec, deviation, generator);
    if (name == "head.weight") return values.mul_(init.headScale);
    if (name.find("ada_lin") != name.npos || name.starts_with("head_nm")) {
        values.mul_(init.adaLnScale);
        // a block's rows for the two gammas come first of its six vectors; the head has none
        if (name.find("ada_lin") != name.npos && spec.shape[0] == 6 * geometry.width)
            values.narrow(0, 0, 2 * geometry.width).mul_(init.gammaScale / init.adaLnScale);
        return values;
    }
    if (name.ends_with("attn.proj.weight") || name.ends_with("ffn.fc2.weight"))
        values.mul_(1 / std::sqrt(2.0 * geometry.depth));
    return values;
}

}  // namespace

StateDict freshVqVaeWeights(const VqVaeGeometry& geometry, std::uint64_t seed) {
    at::Generator generator = at::detail::createCPUGenerator(seed);
    StateDict weights;
    for (const TensorSpec& spec : tensorSpecs(geometry))
        weights.put(spec.name, freshVqVaeTensor(spec, generator));
    return weights;
}

StateDict freshVarWeights(const VarGeometry& geometry, const VarInit& init, std::uint64_t seed) {
    at::Generator generator = at::detail::createCPUGenerator(seed);
    StateDict weights;
    for (const TensorSpec& spec : tensorSpecs(geometry))
        weights.put(spec.name, freshVarTensor(geometry, init, spec, generator));
    return weights;
}

void renewClasses(VarGeometry& geometry, StateDict& weights, int classes, std::uint64_t seed) {
    at::Generator generator = at::detail::createCPUGenerator(seed);
    geometry.classes = classes;
    const TensorSpec spec{"class_emb.weight", {std::int64_t{classes} + 1, geometry.width}};
    weights.put(spec.name, freshVarTensor(geometry, {}, spec, generator));
}

void collectGradients(const NamedTensors& parameters) {
    for (const auto& [name, tensor] : parameters) tensor.set_requires_grad(true);
}

std::vector<at::Tensor> tensorsOf(const NamedTensors& parameters) {
    std::vector<at::Tensor> tensors;
    for (const auto& [name, tensor] : parameters) tensors.push_back(tensor);
    return tensors;
}

NamedTensors cloned(const NamedTensors& parameters) {
    NamedTensors copies;
    for (const auto& [name, tensor] : parameters)
        copies.emplace_back(name, tensor.detach().clone());
    return copies;
}

std::map<std::string, at::Tensor> byName(const NamedTensors& parameters) {
    return {parameters.begin(), parameters.end()};
}

std::uint64_t mixBits(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    std::uint64_t state = a;
    for (const std::uint64_t part : {b, c, std::uint64_t{0}}) {
        // finaliser of SplitMix64
        state += 0x9E3779B97F4A7C15u;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9u;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EBu;
        state = (state ^ (state >> 31)) ^ part;
    }
    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9u;
    return state ^ (state >> 31);
}

}  // namespace duo::train
