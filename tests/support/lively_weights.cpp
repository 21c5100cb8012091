#include "support/lively_weights.h"

#include <array>
#include <cmath>
#include <stdexcept>
#include <string>

namespace duo::test {
namespace {

constexpr double kSqrt3 = 1.7320508075688772;  // half range of a uniform variable of deviation 1

struct Rule {
    std::string_view end;  // of the tensor's name; the first match applies
    double offset;
    double deviation;
    bool byFanIn;
};

// Must match tests/data/lively.py, which gives the reasons.
constexpr std::array kRules{
    Rule{"quantize.ema_vocab_hit_SV", 0.0, 0.0, false},
    Rule{"zero_k_bias", 0.0, 0.0, false},
    Rule{"blocks.1.attn.scale_mul_1H11", 4.5, 0.6, false},
    Rule{"scale_mul_1H11", 1.3862943611198906, 0.3, false},
    Rule{"q_bias", 0.0, 0.3, false},
    Rule{"v_bias", 0.0, 0.3, false},
    Rule{"class_emb.weight", 0.0, 1.0, false},
    Rule{"pos_start", 0.0, 0.7, false},
    Rule{"pos_1LC", 0.0, 0.5, false},
    Rule{"lvl_embed.weight", 0.0, 0.7, false},
    Rule{"ada_gss", 0.0, 0.5, false},
    Rule{"head_nm.ada_lin.1.weight", 0.0, 0.4, true},
    Rule{"ada_lin.1.weight", 0.0, 1.0, true},
    Rule{"ada_lin.1.bias", 0.0, 0.3, false},
    Rule{"head.weight", 0.0, 2.0, true},
    Rule{"head.bias", 0.0, 0.5, false},
    Rule{"quantize.embedding.weight", 0.0, 1.0, false},
    Rule{"norm.weight", 1.0, 0.2, false},
    Rule{"norm1.weight", 1.0, 0.2, false},
    Rule{"norm2.weight", 1.0, 0.2, false},
    Rule{"norm_out.weight", 1.0, 0.2, false},
    Rule{"post_quant_conv.weight", 0.0, 1.2, true},
    Rule{"quant_conv.weight", 0.0, 2.4, true},
    Rule{"decoder.conv_out.weight", 0.0, 0.7, true},
    Rule{"weight", 0.0, 1.2, true},
    Rule{"bias", 0.0, 0.2, false},
};

Rule ruleFor(std::string_view name) {
    if (name.starts_with("input/")) return {"", 0.0, 1.0, false};
    if (name.starts_with("picture/")) return {"", 0.0, 1.0 / kSqrt3, false};
    for (const Rule& rule : kRules) {
        if (name.ends_with(rule.end)) return rule;
    }
    throw std::invalid_argument("no rule for the tensor " + std::string(name));
}

std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

std::int64_t product(std::span<const std::int64_t> sizes) {
    std::int64_t result = 1;
    for (const std::int64_t size : sizes) result *= size;
    return result;
}

}  // namespace

std::uint64_t fnv1a64(std::span<const unsigned char> bytes) {
    std::uint64_t h = 0xCBF29CE484222325u;
    for (const unsigned char byte : bytes) h = (h ^ byte) * 0x100000001B3u;
    return h;
}

std::vector<float> livelyTensor(std::string_view name, std::span<const std::int64_t> shape) {
    const Rule rule = ruleFor(name);
    double deviation = rule.deviation * kSqrt3;
    if (rule.byFanIn) deviation /= std::sqrt(static_cast<double>(product(shape.subspan(1))));
    // Both rounded to fp32 first: u has 24 bits, so scale * u is exact in double and a fused
    // multiply-add gives the same sum.
    const double offset = static_cast<float>(rule.offset);
    const double scale = static_cast<float>(deviation);

    const auto* bytes = reinterpret_cast<const unsigned char*>(name.data());
    const std::uint64_t key = fnv1a64({bytes, name.size()});
    std::vector<float> values(static_cast<std::size_t>(product(shape)));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::uint64_t bits = mix(key + (i + 1) * 0x9E3779B97F4A7C15u) >> 40;
        const double u = static_cast<double>(bits) * 0x1p-23 - 1.0;  // 24 bits in [-1, 1)
        values[i] = static_cast<float>(offset + scale * u);
    }
    return values;
}

}  // namespace duo::test
