// The demo family's training data: sixteen classes of painted pictures, generated on demand. A
// picture depends only on (label, seed, side), so no data set is stored.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace duo::scenes {

int classCount();

// The class's name, for example "sailing boat". Throws Error(Usage) for a bad label.
std::string_view className(int label);

// Paints one picture: [side, side, 3] uint8, row-major RGB. Thread-safe.
// label: 0 … classCount() - 1; side: 16 … 2048 pixels. Throws Error(Usage) for others.
std::vector<std::uint8_t> paint(int label, std::uint64_t seed, int side = 128);

}  // namespace duo::scenes
