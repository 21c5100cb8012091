// Compiled for AVX-512 (F, DQ, BW, VL) and its bf16 products. avx512Kernels is for processors
// without the bf16 products: its functions contain none of those instructions.
#include <immintrin.h>

#include "kernels/cpu/attention_tiles.h"
#include "kernels/cpu/draw_rows.h"
#include "kernels/cpu/group_norm_rows.h"
#include "kernels/cpu/int8_numbers.h"
#include "kernels/cpu/linear_tiles.h"
#include "kernels/cpu/rows.h"
#include "kernels/cpu/transpose16.h"
#include "kernels/cpu/winograd_tiles.h"

namespace duo::kernels::cpu {
namespace {

struct Avx512Sums {
    using Sum = __m512;
    static constexpr std::int64_t lanes = 16;
    static constexpr int outerRows = 6, outerVectors = 4;
    static constexpr int panelRows = 12, panelVectors = 2;  // 24 sums in 32 registers

    static Sum zero() { return _mm512_setzero_ps(); }
    static Sum loadSum(const float* p) { return _mm512_loadu_ps(p); }
    static void store(float* p, Sum sum) { _mm512_storeu_ps(p, sum); }
    // 16 rows of 16 stored cells, `stride` apart -> their columns
    template <typename Stored, typename Cell>
    static void turn(const Stored* from, std::int64_t stride, Cell* to, std::int64_t toStride) {
        Rows16 rows;
#pragma GCC unroll 16
        for (int i = 0; i < 16; ++i) rows[i] = cells(from + i * stride);
        transpose(rows);
#pragma GCC unroll 16
        for (int i = 0; i < 16; ++i) _mm512_storeu_si512(to + i * toStride, rows[i]);
    }
    // 16 cells as they are multiplied
    static __m512i cells(const void* stored) {
        return _mm512_loadu_si512(stored);
    }
    static __m512i cells(const std::int8_t* stored) {
        const __m128i numbers = _mm_loadu_si128(reinterpret_cast<const __m128i*>(stored));
        return _mm512_castps_si512(_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(numbers)));
    }
    static __m512i cells(const Int8Pair* stored) {
        return widened(&stored->first);
    }
};

struct Avx512Float : Avx512Sums {
    using Number = float;
    using Operand = __m512;
    using Cell = float;
    using Int8Cell = std::int8_t;

    static Operand load(const float* p) { return _mm512_loadu_ps(p); }
    static Operand broadcast(float value) { return _mm512_set1_ps(value); }
    static Sum multiplyAdd(Sum sum, Operand a, Operand b) { return _mm512_fmadd_ps(a, b, sum); }
};

struct Avx512BFloat16 : Avx512Sums {
    using Number = BFloat16;
    using Operand = __m512bh;
    using Cell = Pair;
    using Int8Cell = Int8Pair;

    static Operand load(const void* p) { return reinterpret_cast<Operand>(_mm512_loadu_si512(p)); }
    static Operand broadcast(Pair pair) {
        return reinterpret_cast<Operand>(_mm512_set1_epi32(std::bit_cast<std::int32_t>(pair)));
    }
    static Sum multiplyAdd(Sum sum, Operand a, Operand b) { return _mm512_dpbf16_ps(sum, a, b); }
};

struct Avx512Pack {
    // As PlainPack's.
    static std::int64_t pack(std::int32_t least, std::int64_t count, std::int32_t* order,
                             float* logit, std::int32_t* code) {
        const __m512i edge = _mm512_set1_epi32(least);
        std::int64_t kept = 0;
        for (std::int64_t i = 0; i < count; i += 16) {
            const __mmask16 there = count - i < 16 ? (1 << (count - i)) - 1 : 0xffff;
            const __m512i orders = _mm512_maskz_loadu_epi32(there, order + i);
            const __m512i codes = _mm512_maskz_loadu_epi32(there, code + i);
            const __m512 logits = _mm512_maskz_loadu_ps(there, logit + i);
            const __mmask16 stays = _mm512_mask_cmpge_epi32_mask(there, orders, edge);
            const int more = __builtin_popcount(stays);
            const __mmask16 front = (1 << more) - 1;
            _mm512_mask_storeu_epi32(order + kept, front,
                                     _mm512_maskz_compress_epi32(stays, orders));
            _mm512_mask_storeu_epi32(code + kept, front, _mm512_maskz_compress_epi32(stays, codes));
            _mm512_mask_storeu_ps(logit + kept, front, _mm512_maskz_compress_ps(stays, logits));
            kept += more;
        }
        return kept;
    }
};

void attentionOfEither(const AttentionJob& job, std::int64_t firstPlane, std::int64_t endPlane) {
    if (job.element == Element::Float32) {
        attentionPart<Avx512Float>(job, firstPlane, endPlane);
    } else {
        attentionPart<Avx512BFloat16>(job, firstPlane, endPlane);
    }
}

void linearOfEither(const LinearJob& job, std::int64_t firstColumn, std::int64_t endColumn) {
    if (job.element == Element::Float32) {
        linearPart<Avx512Float>(job, firstColumn, endColumn);
    } else {
        linearPart<Avx512BFloat16>(job, firstColumn, endColumn);
    }
}

}  // namespace

const CpuKernels avx512Kernels{"AVX-512",
                               false,
                               {16, 0},
                               16,
                               linearPart<Avx512Float>,
                               normModulatePart,
                               splitHeadsPart,
                               16,
                               attentionPart<Avx512Float>,
                               drawPart<Avx512Pack>,
                               channelSumsPart,
                               scaleSiluPart,
                               winogradOf<Avx512Float>};
const CpuKernels avx512Bf16Kernels{"AVX-512 with bf16",
                                   true,
                                   {16, 32},
                                   16,
                                   linearOfEither,
                                   normModulatePart,
                                   splitHeadsPart,
                                   16,
                                   attentionOfEither,
                                   drawPart<Avx512Pack>,
                                   channelSumsPart,
                                   scaleSiluPart,
                                   winogradOf<Avx512Float>};

}  // namespace duo::kernels::cpu
