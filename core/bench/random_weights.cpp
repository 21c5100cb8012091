#include "bench/random_weights.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/stop.h"
#include "checkpoint/int8_rows.h"
#include "checkpoint/weight_policy.h"

namespace duo {
namespace {

struct Rule {
    std::string_view end;  // of the tensor's name; the first rule that matches holds
    float offset;
    float deviation;
    bool byFanIn;  // deviation / sqrt(inputs of an output)
};

// Magnitudes as after training. The published initialisation has zeros in the head and in the
// modulation, so that all logits would be equal.
constexpr std::array kRules{
    Rule{"scale_mul_1H11", 1.386f, 0.3f, false},  // log 4, as published
    Rule{"q_bias", 0, 0.3f, false},
    Rule{"v_bias", 0, 0.3f, false},
    Rule{"class_emb.weight", 0, 1, false},
    Rule{"pos_start", 0, 0.7f, false},
    Rule{"pos_1LC", 0, 0.5f, false},
    Rule{"lvl_embed.weight", 0, 0.7f, false},
    Rule{"ada_gss", 0, 0.5f, false},
    Rule{"head_nm.ada_lin.1.weight", 0, 0.4f, true},
    Rule{"ada_lin.1.weight", 0, 1, true},
    Rule{"head.weight", 0, 2, true},
    Rule{"quantize.embedding.weight", 0, 1, false},
    Rule{"norm.weight", 1, 0.2f, false},
    Rule{"norm1.weight", 1, 0.2f, false},
    Rule{"norm2.weight", 1, 0.2f, false},
    Rule{"norm_out.weight", 1, 0.2f, false},
    Rule{"decoder.conv_out.weight", 0, 0.7f, true},
    Rule{"weight", 0, 1.2f, true},
    Rule{"bias", 0, 0.2f, false},
};

const Rule& ruleFor(const std::string& name) {
    for (const Rule& rule : kRules) {
        if (name.ends_with(rule.end)) return rule;
    }
    TORCH_CHECK(false, "no rule for random weights of ", name);
}

std::uint64_t keyOf(const std::string& text, std::uint64_t seed) {
    std::uint64_t key = 0xCBF29CE484222325u ^ seed;
    for (const char c : text) key = (key ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    return key ^ (key >> 29);
}

// Uniform in offset ± range, from a hash of key and index in 32-bit operations, which compilers
// vectorise.
void fillUniform(const at::Tensor& tensor, std::uint64_t key, float offset, float range) {
    constexpr std::int64_t kGrain = 1 << 16;
    const auto low = static_cast<std::uint32_t>(key), high = static_cast<std::uint32_t>(key >> 32);
    const float step = range * 0x1p-31f;
    float* const out = tensor.data_ptr<float>();
    at::parallel_for(0, tensor.numel(), kGrain, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            std::uint32_t x = static_cast<std::uint32_t>(i) + low;
            x = (x ^ (x >> 16)) * 0x7FEB352Du ^ high;
            x = (x ^ (x >> 15)) * 0x846CA68Bu;
            out[i] = offset + step * static_cast<float>(static_cast<std::int32_t>(x ^ (x >> 16)));
        }
    });
}

void fillTensor(const at::Tensor& tensor, const std::string& name, std::uint64_t key) {
    const Rule& rule = ruleFor(name);
    const auto fanIn = static_cast<float>(tensor.numel() / tensor.size(0));
    const float deviation = rule.byFanIn ? rule.deviation / std::sqrt(fanIn) : rule.deviation;
    fillUniform(tensor, key, rule.offset, deviation * std::sqrt(3.0f));
}

std::int64_t elementsOf(const TensorSpec& spec) {
    std::int64_t elements = 1;
    for (const std::int64_t side : spec.shape) elements *= side;
    return elements;
}

// A buffer for each tensor in fp32 before its conversion. It is reused, because mapping new pages
// costs more than the numbers.
at::Tensor bufferFor(const std::vector<TensorSpec>& specs) {
    std::int64_t most = 0;
    for (const TensorSpec& spec : specs) most = std::max(most, elementsOf(spec));
    return at::empty({most}, at::kFloat);
}

// Converts the fp32 tensor to its target type on its target device.
void putConverted(StateDict& weights, const std::string& name, const at::Tensor& made,
                  const LoadOptions& options) {
    if (options.int8 && canBeInt8(name)) {
        const Int8Rows rows = roundRows(
            made.sizes(), options.device,
            [&](std::int64_t first, std::int64_t count) { return made.narrow(0, first, count); });
        weights.put(name, rows.values);
        weights.put(rowScaleName(name), rows.scale);
        return;
    }
    const at::ScalarType type = staysFloat32(name) ? at::kFloat : options.dtype;
    weights.put(name, made.to(options.device, type, /*non_blocking=*/false, /*copy=*/true));
}

// Whether the fp32 tensor needs no conversion.
bool madeInPlace(const std::string& name, const LoadOptions& options) {
    if (!options.device.is_cpu() || (options.int8 && canBeInt8(name))) return false;
    return staysFloat32(name) || options.dtype == at::kFloat;
}

}  // namespace

StateDict randomWeights(const std::string& model, const std::vector<TensorSpec>& specs,
                        std::uint64_t seed, const LoadOptions& options) {
    StateDict weights("random weights of " + model, {});
    const at::Tensor buffer = bufferFor(specs);
    double done = 0;
    for (const TensorSpec& spec : specs) {
        requireNoStop(options.stop, "Making random weights");
        const bool inPlace = madeInPlace(spec.name, options);
        const at::Tensor made = inPlace ? at::empty(spec.shape, at::kFloat)
                                        : buffer.narrow(0, 0, elementsOf(spec)).view(spec.shape);
        fillTensor(made, spec.name, keyOf(model + "/" + spec.name, seed));
        if (inPlace) {
            weights.put(spec.name, made);
        } else {
            putConverted(weights, spec.name, made, options);
        }
        if (options.progress) options.progress(++done / static_cast<double>(specs.size()));
    }
    return weights;
}

}  // namespace duo
