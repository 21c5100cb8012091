#include "kernels/cpu/cpu_kernels.h"

namespace duo::kernels::cpu {

const CpuKernels* cpuKernels() {
    static const CpuKernels* const best = []() -> const CpuKernels* {
        const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                          __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
        if (wide && __builtin_cpu_supports("avx512bf16")) return &avx512Bf16Kernels;
        if (wide) return &avx512Kernels;
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &avx2Kernels;
        return nullptr;
    }();
    return best;
}

}  // namespace duo::kernels::cpu
