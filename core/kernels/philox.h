// Philox4x32-10 (Salmon et al., SC'11), and Gumbel noise keyed by what is drawn. Host and device
// share this definition. Torch-free.
#pragma once

#include <cmath>
#include <cstdint>

#ifdef __CUDACC__
#define DUO_HOST_DEVICE __host__ __device__ __forceinline__
#else
// Always inlined, so that a file compiled for one instruction set emits no copy that others call.
#define DUO_HOST_DEVICE inline __attribute__((always_inline))
#endif

namespace duo {

// Four random words.
struct PhiloxWords {
    std::uint32_t w[4];
};

DUO_HOST_DEVICE PhiloxWords philoxWords(std::uint64_t key, PhiloxWords counter) {
    std::uint32_t key0 = static_cast<std::uint32_t>(key);
    std::uint32_t key1 = static_cast<std::uint32_t>(key >> 32);
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = std::uint64_t{0xD2511F53u} * counter.w[0];
        const std::uint64_t b = std::uint64_t{0xCD9E8D57u} * counter.w[2];
        counter = {{static_cast<std::uint32_t>(b >> 32) ^ counter.w[1] ^ key0,
                    static_cast<std::uint32_t>(b),
                    static_cast<std::uint32_t>(a >> 32) ^ counter.w[3] ^ key1,
                    static_cast<std::uint32_t>(a)}};
        key0 += 0x9E3779B9u;  // golden ratio
        key1 += 0xBB67AE85u;  // sqrt(3) - 1
    }
    return counter;
}

// Identifies one draw: a picture's token at one scale of one stream. Each block of four codes of
// that token takes one call of philoxWords.
struct NoiseKey {
    std::uint64_t seed;
    std::uint32_t image;
    std::uint32_t stream;
    std::uint32_t scale;
    std::uint32_t position;
};

// Random words of codes 4 * block .. 4 * block + 3. Scale and stream share a word, since the
// counter has four.
DUO_HOST_DEVICE PhiloxWords noiseWords(const NoiseKey& key, std::uint32_t block) {
    return philoxWords(key.seed, {{block, key.position, key.scale | key.stream << 16, key.image}});
}

// The middle of one of 2^23 equal steps of (0, 1): never 0 or 1.
DUO_HOST_DEVICE float uniformOf(std::uint32_t word) {
    return (static_cast<float>(word >> 9) + 0.5f) * 0x1p-23f;
}

// Gumbel noise: -log(-log u).
DUO_HOST_DEVICE float gumbelOf(std::uint32_t word) {
    return -logf(-logf(uniformOf(word)));
}

DUO_HOST_DEVICE float gumbelNoise(const NoiseKey& key, std::uint32_t code) {
    return gumbelOf(noiseWords(key, code / 4).w[code % 4]);
}

}  // namespace duo
