// Compiled for AMX in addition to the sets of avx512.cpp: bf16 products and attention with tiles.
// Everything else comes from avx512.cpp.
#include "kernels/cpu/amx_attention.h"
#include "kernels/cpu/amx_linear.h"

namespace duo::kernels::cpu {
namespace {

void linearOfEither(const LinearJob& job, std::int64_t firstColumn, std::int64_t endColumn) {
    if (job.element == Element::Float32) {
        avx512Bf16Kernels.linear(job, firstColumn, endColumn);
    } else {
        multiplyArranged(job, firstColumn, endColumn);
    }
}

void attentionOfEither(const AttentionJob& job, std::int64_t firstPlane, std::int64_t endPlane) {
    if (job.element == Element::Float32 || job.headWidth % kTileDepth != 0) {
        avx512Bf16Kernels.attention(job, firstPlane, endPlane);
    } else {
        attentionOfTiles(job, firstPlane, endPlane);
    }
}

}  // namespace

const CpuKernels& amxKernels() {
    static const CpuKernels kernels = [] {
        CpuKernels set = avx512Bf16Kernels;
        set.name = "AMX";
        set.linear = linearOfEither;
        set.attention = attentionOfEither;
        set.arrangedRows = kTileRows;
        set.arrange = arrangeRows;
        return set;
    }();
    return kernels;
}

}  // namespace duo::kernels::cpu
