// Weights out of a hash of (tensor name, flat index), the same bits as tests/data/lively.py, so
// that fixtures made with the published code hold inputs and outputs alone. Torch-free.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace duo::test {

// name: "model/published.name", e.g. "drafter/blocks.0.ffn.fc1.weight", whose kind decides range
// and offset; "input/…" has standard deviation 1, "picture/…" is uniform in [-1, 1). Throws
// std::invalid_argument for a name of no known kind. -> values in row-major order of shape
std::vector<float> livelyTensor(std::string_view name, std::span<const std::int64_t> shape);

// FNV-1a of bytes, as the fixtures' checksums are made: over the fp32 values in little-endian
// order.
std::uint64_t fnv1a64(std::span<const unsigned char> bytes);

}  // namespace duo::test
