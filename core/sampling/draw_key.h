// Whose random numbers a draw takes. The counter stream is keyed by what is drawn, not by when:
// (seed, image, stream, scale, position, code). A picture therefore does not depend on batch, shard
// or split. kernels/philox.h makes the numbers. Torch-free.
#pragma once

#include <cstdint>

namespace duo {

// One picture's key.
struct DrawKey {
    std::uint64_t seed = 0;
    std::uint32_t image = 0;
};

// Independent streams of one key.
enum class DrawStream : std::uint32_t { Token = 0, Smooth = 1 };

}  // namespace duo
