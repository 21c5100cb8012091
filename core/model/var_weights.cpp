#include "model/var_weights.h"

#include <map>

#include "checkpoint/weight_policy.h"

namespace duo {
namespace {

void requireShapes(const VarGeometry& geometry, const StateDict& weights) {
    for (const TensorSpec& spec : tensorSpecs(geometry)) {
        const auto found = weights.tensors().find(spec.name);
        if (found == weights.tensors().end()) continue;  // take() reports the missing tensor
        TORCH_CHECK(found->second.sizes() == at::IntArrayRef(spec.shape), weights.source(), ": ",
                    spec.name, " has shape ", found->second.sizes(), ", expected ",
                    at::IntArrayRef(spec.shape));
    }
}

}  // namespace

VarWeights::VarWeights(VarGeometry givenGeometry, StateDict weights)
    : geometry(std::move(givenGeometry)) {
    requireShapes(geometry, weights);
    pages = weights.pages();
    wordWeight = take(weights, "word_embed.weight", at::kFloat);
    wordBias = take(weights, "word_embed.bias", at::kFloat);
    classEmbedding = take(weights, "class_emb.weight", at::kFloat);
    posStart = take(weights, "pos_start", at::kFloat);
    positions = take(weights, "pos_1LC", at::kFloat);
    levels = take(weights, "lvl_embed.weight", at::kFloat);
    for (int block = 0; block < geometry.depth; ++block) {
        blocks.push_back(takeBlock(weights, block));
    }
    if (geometry.sharedAdaLn) {
        takeLinear(weights, "shared_ada_lin.1", sharedAdaWeight, sharedAdaBias);
    }
    takeLinear(weights, "head_nm.ada_lin.1", headAdaWeight, headAdaBias);
    takeLinear(weights, "head", headWeight, headBias);
}

std::int64_t VarWeights::bytes() const {
    std::int64_t sum = 0;
    for (const auto& [name, tensor] : parameters) sum += static_cast<std::int64_t>(tensor.nbytes());
    return sum;
}

std::int64_t VarWeights::adaLnBytes() const {
    std::int64_t sum = headAdaWeight.bytes();
    for (const VarBlockWeights& block : blocks)
        if (block.adaWeight.defined()) sum += block.adaWeight.bytes();
    if (sharedAdaWeight.defined()) sum += sharedAdaWeight.bytes();
    return sum;
}

// `to` returns the same tensor if the type is right already, so the trainer's parameters are
// shared.
at::Tensor VarWeights::take(StateDict& weights, const std::string& name, at::ScalarType type) {
    at::Tensor tensor = weights.take(name).to(type);
    parameters.emplace_back(name, tensor);
    return tensor;
}

kernels::Weight VarWeights::takeMatrix(StateDict& weights, const std::string& name) {
    const at::Tensor values = weights.take(name);
    parameters.emplace_back(name, values);
    if (values.scalar_type() != at::kChar) return values;
    return {values, take(weights, rowScaleName(name), at::kFloat),
            kernels::activationType(values.device())};
}

void VarWeights::takeLinear(StateDict& weights, const std::string& name, kernels::Weight& weight,
                            at::Tensor& bias) {
    weight = takeMatrix(weights, name + ".weight");
    bias = take(weights, name + ".bias", weight.type);
}

VarBlockWeights VarWeights::takeBlock(StateDict& weights, int block) {
    const std::string name = "blocks." + std::to_string(block) + ".";
    VarBlockWeights b;
    b.qkvWeight = takeMatrix(weights, name + "attn.mat_qkv.weight");
    b.qBias = take(weights, name + "attn.q_bias", b.qkvWeight.type);
    b.vBias = take(weights, name + "attn.v_bias", b.qkvWeight.type);
    if (geometry.qkNormalised) {
        b.scaleMul = take(weights, name + "attn.scale_mul_1H11", at::kFloat);
    }
    takeLinear(weights, name + "attn.proj", b.projWeight, b.projBias);
    takeLinear(weights, name + "ffn.fc1", b.fc1Weight, b.fc1Bias);
    takeLinear(weights, name + "ffn.fc2", b.fc2Weight, b.fc2Bias);
    if (geometry.sharedAdaLn) {
        b.adaGss = take(weights, name + "ada_gss", at::kFloat);
    } else {
        takeLinear(weights, name + "ada_lin.1", b.adaWeight, b.adaBias);
    }
    return b;
}

}  // namespace duo
