// Compiled for AVX2 with FMA. LibTorch multiplies bf16 weights here.
#include <immintrin.h>

#include "kernels/cpu/attention_tiles.h"
#include "kernels/cpu/draw_rows.h"
#include "kernels/cpu/group_norm_rows.h"
#include "kernels/cpu/int8_numbers.h"
#include "kernels/cpu/linear_tiles.h"
#include "kernels/cpu/rows.h"
#include "kernels/cpu/winograd_tiles.h"

namespace duo::kernels::cpu {
namespace {

struct Avx2Float {
    using Number = float;
    using Operand = __m256;
    using Sum = __m256;
    using Cell = float;
    using Int8Cell = std::int8_t;
    static constexpr std::int64_t lanes = 8;
    static constexpr int outerRows = 6, outerVectors = 2;  // 12 sums in 16 registers
    static constexpr int panelRows = 6, panelVectors = 2;

    static Sum zero() { return _mm256_setzero_ps(); }
    static Operand load(const float* p) { return _mm256_loadu_ps(p); }
    static Sum loadSum(const float* p) { return _mm256_loadu_ps(p); }
    static Operand broadcast(float value) { return _mm256_set1_ps(value); }
    static void store(float* p, Sum sum) { _mm256_storeu_ps(p, sum); }
    static Sum multiplyAdd(Sum sum, Operand a, Operand b) { return _mm256_fmadd_ps(a, b, sum); }
    // 8 rows of 8 numbers, `stride` apart -> their columns
    static void turn(const float* from, std::int64_t stride, float* to, std::int64_t toStride) {
        for (int half = 0; half < 8; half += 4) {  // of the columns
            __m256 a = quarters(from + half, stride), b = quarters(from + stride + half, stride),
                   c = quarters(from + 2 * stride + half, stride),
                   d = quarters(from + 3 * stride + half, stride);
            const __m256 ab = _mm256_unpacklo_ps(a, b), cd = _mm256_unpacklo_ps(c, d);
            a = _mm256_unpackhi_ps(a, b);
            c = _mm256_unpackhi_ps(c, d);
            store(to + half * toStride, _mm256_shuffle_ps(ab, cd, 0x44));
            store(to + (half + 1) * toStride, _mm256_shuffle_ps(ab, cd, 0xee));
            store(to + (half + 2) * toStride, _mm256_shuffle_ps(a, c, 0x44));
            store(to + (half + 3) * toStride, _mm256_shuffle_ps(a, c, 0xee));
        }
    }
    static void turn(const std::int8_t* from, std::int64_t stride, float* to,
                     std::int64_t toStride) {
        float wide[8 * 8];
        for (int i = 0; i < 8; ++i) widen(from + i * stride, wide + i * 8, 8);
        turn(wide, 8, to, toStride);
    }
    // Four numbers of this row, then four of the one four rows below.
    static __m256 quarters(const float* from, std::int64_t stride) {
        return _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(from)),
                                    _mm_loadu_ps(from + 4 * stride), 1);
    }
};

}  // namespace

const CpuKernels avx2Kernels{"AVX2",
                             false,
                             {8, 0},
                             8,
                             linearPart<Avx2Float>,
                             normModulatePart,
                             splitHeadsPart,
                             8,
                             attentionPart<Avx2Float>,
                             drawPart<PlainPack>,
                             channelSumsPart,
                             scaleSiluPart,
                             winogradOf<Avx2Float>};

}  // namespace duo::kernels::cpu
