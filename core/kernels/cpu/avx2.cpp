// Compiled for AVX2 with FMA. Products of bf16 weights are left to LibTorch here.
#include <immintrin.h>

#include "kernels/cpu/attention_tiles.h"
#include "kernels/cpu/draw_rows.h"
#include "kernels/cpu/group_norm_rows.h"
#include "kernels/cpu/int8_linear.h"
#include "kernels/cpu/rows.h"
#include "kernels/cpu/winograd_tiles.h"

namespace duo::kernels::cpu {
namespace {

struct Avx2Float {
    using Number = float;
    using Operand = __m256;
    using Sum = __m256;
    static constexpr std::int64_t step = 8;
    static constexpr int tileRows = 3;  // 12 sums in 16 registers
    using Cell = float;
    static constexpr std::int64_t lanes = 8;
    static constexpr int outerRows = 6, outerVectors = 2;

    static Sum zero() { return _mm256_setzero_ps(); }
    static Operand load(const float* p) { return _mm256_loadu_ps(p); }
    static Operand broadcast(float value) { return _mm256_set1_ps(value); }
    static void store(float* p, Sum sum) { _mm256_storeu_ps(p, sum); }
    static Sum multiplyAdd(Sum sum, Operand a, Operand b) { return _mm256_fmadd_ps(a, b, sum); }
    static __m128 halves(__m256 v) {
        return _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    }
    static void storeSums(const Sum (&sum)[kTileColumns], float* to, bool fresh) {
        __m128 a = halves(sum[0]), b = halves(sum[1]), c = halves(sum[2]), d = halves(sum[3]);
        _MM_TRANSPOSE4_PS(a, b, c, d);
        const __m128 all = _mm_add_ps(_mm_add_ps(a, b), _mm_add_ps(c, d));
        _mm_storeu_ps(to, fresh ? all : _mm_add_ps(all, _mm_loadu_ps(to)));
    }
};

}  // namespace

const CpuKernels avx2Kernels{"AVX2",
                             false,
                             {8, 0},
                             8,
                             linearOfEitherWeights<Avx2Float>,
                             normModulatePart,
                             splitHeadsPart,
                             8,
                             attentionPart<Avx2Float>,
                             drawPart,
                             channelSumsPart,
                             scaleSiluPart,
                             winogradOf<Avx2Float>};

}  // namespace duo::kernels::cpu
