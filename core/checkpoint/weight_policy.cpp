#include "checkpoint/weight_policy.h"

#include <algorithm>
#include <array>

namespace duo {
namespace {

constexpr std::string_view kRowScale = "_scale";

}  // namespace

bool isWeightlessBuffer(std::string_view name) {
    return name == "lvl_1L" || name == "attn_bias_for_masking" ||
           name == "quantize.ema_vocab_hit_SV" || name.ends_with(".attn.zero_k_bias");
}

bool staysFloat32(std::string_view name) {
    constexpr std::array<std::string_view, 3> kStarts{"class_emb.", "lvl_embed.", "quantize."};
    constexpr std::array<std::string_view, 6> kEnds{"pos_start",      "pos_1LC", "ada_gss",
                                                    "scale_mul_1H11", "q_bias",  "v_bias"};
    const auto starts = [&](std::string_view start) { return name.starts_with(start); };
    const auto ends = [&](std::string_view end) { return name.ends_with(end); };
    if (std::ranges::any_of(kStarts, starts) || std::ranges::any_of(kEnds, ends)) return true;
    // The module that owns the tensor: norm, norm1, norm2, norm_out.
    const std::size_t last = name.rfind('.');
    if (last == std::string_view::npos) return false;
    const std::string_view module = name.substr(0, last);
    return module.substr(module.rfind('.') + 1).starts_with("norm");
}

bool canBeInt8(std::string_view name) {
    constexpr std::array<std::string_view, 5> kEnds{".attn.mat_qkv.weight", ".attn.proj.weight",
                                                    ".ffn.fc1.weight", ".ffn.fc2.weight",
                                                    "ada_lin.1.weight"};
    return name == "head.weight" ||
           std::ranges::any_of(kEnds, [&](std::string_view end) { return name.ends_with(end); });
}

std::string rowScaleName(std::string_view matrix) {
    return std::string(matrix).append(kRowScale);
}

bool isRowScale(std::string_view name) {
    return name.ends_with(kRowScale) && canBeInt8(name.substr(0, name.size() - kRowScale.size()));
}

}  // namespace duo
