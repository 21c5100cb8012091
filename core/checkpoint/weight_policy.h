// Which tensors of a file a model uses, and which of them stay fp32 at any precision.
#pragma once

#include <string>
#include <string_view>

namespace duo {

// Buffers of the published code that carry no weights: lvl_1L, attn_bias_for_masking, zero_k_bias,
// ema_vocab_hit_SV.
bool isWeightlessBuffer(std::string_view name);

// True for embeddings, positions, AdaLN offsets, attention scales and biases, norms and the
// quantiser. All others (matrices, convolutions and their biases) take the requested precision.
bool staysFloat32(std::string_view name);

// The VAR's large matrices, which can be int8 with one scale per row. Excludes the word embedding,
// which is small.
bool canBeInt8(std::string_view name);
// The name of the scale tensor of such a matrix.
std::string rowScaleName(std::string_view matrix);
bool isRowScale(std::string_view name);

}  // namespace duo
