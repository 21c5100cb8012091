// Philox4x32-10 (Salmon et al., SC'11) keyed by what is drawn, not by when: (seed, image, scale,
// position, code). A picture does not depend on batch, shard or split. Torch-free.
#pragma once

#include <array>
#include <cstdint>

namespace duo {

// key: 64 bits, counter: 4 words -> 4 random words
std::array<std::uint32_t, 4> philox4x32(std::uint64_t key, std::array<std::uint32_t, 4> counter);

// Which draw of which picture.
struct DrawKey {
    std::uint64_t seed = 0;
    std::uint32_t image = 0;
};

enum class DrawStream : std::uint32_t { Token = 0, Smooth = 1 };

// Gumbel noise of one code: -log(-log u), u in (0, 1) with 23 bits. position: token index inside
// the scale.
float gumbelNoise(const DrawKey& key, DrawStream stream, int scale, int position, int code);

}  // namespace duo
