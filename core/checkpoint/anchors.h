// Tensor names that only one kind of model has; they identify the model in a file.
#pragma once

#include <array>
#include <string_view>

namespace duo {

inline constexpr std::array<std::string_view, 6> kVarAnchors{
    "word_embed.weight", "class_emb.weight", "pos_1LC",
    "lvl_embed.weight",  "head.weight",      "blocks.0.attn.mat_qkv.weight"};
inline constexpr std::array<std::string_view, 5> kVqVaeAnchors{
    "quantize.embedding.weight", "encoder.conv_in.weight", "decoder.conv_in.weight",
    "decoder.conv_out.weight", "post_quant_conv.weight"};

}  // namespace duo
