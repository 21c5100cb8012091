// Transposes 16 × 16 cells of 32 bits, for AVX-512.
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace duo::kernels::cpu {
namespace {

// Swaps one bit of the row and column numbers: where the cells of two rows, `bit` apart, go. 0 to
// 15 are the upper row's cells, 16 to 31 the lower row's.
template <int Bit>
struct Exchange {
    alignas(64) std::int32_t upper[16], lower[16];
    constexpr Exchange() : upper(), lower() {
        for (int j = 0; j < 16; ++j) {
            upper[j] = (j & Bit) == 0 ? j : 16 + (j ^ Bit);
            lower[j] = (j & Bit) == 0 ? j ^ Bit : 16 + j;
        }
    }
};

struct Rows16 {
    __m512i row[16];

    __m512i& operator[](int i) { return row[i]; }
    const __m512i& operator[](int i) const { return row[i]; }
};

template <int Bit>
inline void exchange(Rows16& rows) {
    static constexpr Exchange<Bit> kCells;
    const __m512i upper = _mm512_load_si512(kCells.upper), lower = _mm512_load_si512(kCells.lower);
#pragma GCC unroll 16
    for (int i = 0; i < 16; ++i) {
        if ((i & Bit) != 0) continue;
        const __m512i row = rows[i];
        rows[i] = _mm512_permutex2var_epi32(row, upper, rows[i | Bit]);
        rows[i | Bit] = _mm512_permutex2var_epi32(row, lower, rows[i | Bit]);
    }
}

// 16 × 16 cells of 32 bits
inline void transpose(Rows16& rows) {
    exchange<1>(rows);
    exchange<2>(rows);
    exchange<4>(rows);
    exchange<8>(rows);
}

}  // namespace
}  // namespace duo::kernels::cpu
