// Weights from a hash of (tensor name, flat index), bit-identical to tests/data/lively.py, so that
// fixtures need only inputs and outputs. Torch-free.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace duo::test {

// name: "model/published.name", for example "drafter/blocks.0.ffn.fc1.weight"; its end selects
// range and offset. "input/…" has standard deviation 1, "picture/…" is uniform in [-1, 1). Throws
// std::invalid_argument for an unknown kind of name. Returns values in row-major order of shape.
std::vector<float> livelyTensor(std::string_view name, std::span<const std::int64_t> shape);

// FNV-1a of bytes; the fixtures' checksums are over fp32 values in little-endian order.
std::uint64_t fnv1a64(std::span<const unsigned char> bytes);

}  // namespace duo::test
