// Which tensors of a file a model uses, and which of them stay fp32 whatever the precision.
#pragma once

#include <string>
#include <string_view>

namespace duo {

// Buffers of the published code that carry no weights: lvl_1L, attn_bias_for_masking, zero_k_bias,
// ema_vocab_hit_SV.
bool isWeightlessBuffer(std::string_view name);

// Embeddings, positions, AdaLN offsets, attention scales and biases, norms and the quantiser.
// Everything else (matrices and convolutions with their biases) takes the precision asked for.
bool staysFloat32(std::string_view name);

// The matrices of a VAR's products, which can be int8 with a scale a row. (The word embedding's is
// small.)
bool canBeInt8(std::string_view name);
// What the scale of such a matrix is called beside it.
std::string rowScaleName(std::string_view matrix);
bool isRowScale(std::string_view name);

}  // namespace duo
