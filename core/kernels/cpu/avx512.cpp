// Compiled for AVX-512 (F, DQ, BW, VL) and its bf16 products; the table without these runs on
// processors that lack them, and no instruction of theirs is in the functions it names.
#include <immintrin.h>

#include "kernels/cpu/attention_tiles.h"
#include "kernels/cpu/draw_rows.h"
#include "kernels/cpu/group_norm_rows.h"
#include "kernels/cpu/int8_linear.h"
#include "kernels/cpu/rows.h"
#include "kernels/cpu/winograd_tiles.h"

namespace duo::kernels::cpu {
namespace {

struct Avx512Sums {
    using Sum = __m512;
    static constexpr std::int64_t lanes = 16;
    static constexpr int tileRows = 6;  // 24 sums in 32 registers
    static constexpr int outerRows = 6, outerVectors = 4;

    static Sum zero() { return _mm512_setzero_ps(); }
    static void store(float* p, Sum sum) { _mm512_storeu_ps(p, sum); }
    static __m128 quarters(__m512 v) {
        const __m256 half = _mm256_add_ps(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps(v, 1));
        return _mm_add_ps(_mm256_castps256_ps128(half), _mm256_extractf128_ps(half, 1));
    }
    static void storeSums(const Sum (&sum)[kTileColumns], float* to, bool fresh) {
        __m128 a = quarters(sum[0]), b = quarters(sum[1]), c = quarters(sum[2]),
               d = quarters(sum[3]);
        _MM_TRANSPOSE4_PS(a, b, c, d);
        const __m128 all = _mm_add_ps(_mm_add_ps(a, b), _mm_add_ps(c, d));
        _mm_storeu_ps(to, fresh ? all : _mm_add_ps(all, _mm_loadu_ps(to)));
    }
};

struct Avx512Float : Avx512Sums {
    using Number = float;
    using Operand = __m512;
    static constexpr std::int64_t step = 16;

    using Cell = float;

    static Operand load(const float* p) { return _mm512_loadu_ps(p); }
    static Operand broadcast(float value) { return _mm512_set1_ps(value); }
    static Sum multiplyAdd(Sum sum, Operand a, Operand b) { return _mm512_fmadd_ps(a, b, sum); }
};

struct Avx512BFloat16 : Avx512Sums {
    using Number = BFloat16;
    using Operand = __m512bh;
    static constexpr std::int64_t step = 32;

    using Cell = Pair;

    static Operand load(const void* p) { return reinterpret_cast<Operand>(_mm512_loadu_si512(p)); }
    static Operand broadcast(Pair pair) {
        return reinterpret_cast<Operand>(_mm512_set1_epi32(std::bit_cast<std::int32_t>(pair)));
    }
    static Sum multiplyAdd(Sum sum, Operand a, Operand b) { return _mm512_dpbf16_ps(sum, a, b); }
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
        linearOfEitherWeights<Avx512Float>(job, firstColumn, endColumn);
    } else {
        linearOfEitherWeights<Avx512BFloat16>(job, firstColumn, endColumn);
    }
}

}  // namespace

const CpuKernels avx512Kernels{"AVX-512",
                               false,
                               {16, 0},
                               16,
                               linearOfEitherWeights<Avx512Float>,
                               normModulatePart,
                               splitHeadsPart,
                               16,
                               attentionPart<Avx512Float>,
                               drawPart,
                               channelSumsPart,
                               scaleSiluPart,
                               winogradOf<Avx512Float>};
const CpuKernels avx512Bf16Kernels{
    "AVX-512 with bf16",    true, {16, 32},          16,       linearOfEither,  normModulatePart,
    splitHeadsPart,         16,   attentionOfEither, drawPart, channelSumsPart, scaleSiluPart,
    winogradOf<Avx512Float>};

}  // namespace duo::kernels::cpu
