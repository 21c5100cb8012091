#include "sampling/counter_rng.h"

#include "kernels/philox.h"

namespace duo {

std::array<std::uint32_t, 4> philox4x32(std::uint64_t key, std::array<std::uint32_t, 4> counter) {
    const PhiloxWords words = philoxWords(key, {{counter[0], counter[1], counter[2], counter[3]}});
    return {words.w[0], words.w[1], words.w[2], words.w[3]};
}

float gumbelNoise(const DrawKey& key, DrawStream stream, int scale, int position, int code) {
    const NoiseKey noise{key.seed, key.image, static_cast<std::uint32_t>(stream),
                         static_cast<std::uint32_t>(scale), static_cast<std::uint32_t>(position)};
    return gumbelOf(noiseWords(noise, static_cast<std::uint32_t>(code / 4)).w[code % 4]);
}

}  // namespace duo
