// Converts int8 weights into the numbers to multiply. All int8 values are exact in bf16.
#pragma once

#ifdef __AVX512BW__
#include <immintrin.h>
#endif

#include <cstdint>

#include "kernels/cpu/number.h"

namespace duo::kernels::cpu {
namespace {

// Neighbours along the depth.
struct Int8Pair {
    std::int8_t first, second;
};

inline void widen(const std::int8_t* from, float* to, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) to[i] = static_cast<float>(from[i]);
}

#ifdef __AVX512BW__
// 32 numbers in bf16. As fp32, small integers end in 16 zero bits, so the upper halves of two
// numbers make a pair.
inline __m512i widened(const std::int8_t* from) {
    const __m512i pairs =
        _mm512_cvtepi16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
    const __m512 even = _mm512_cvtepi32_ps(_mm512_srai_epi32(_mm512_slli_epi32(pairs, 24), 24));
    const __m512 odd = _mm512_cvtepi32_ps(_mm512_srai_epi32(pairs, 8));
    return _mm512_or_si512(_mm512_srli_epi32(_mm512_castps_si512(even), 16),
                           _mm512_castps_si512(odd));
}
#endif

}  // namespace
}  // namespace duo::kernels::cpu
