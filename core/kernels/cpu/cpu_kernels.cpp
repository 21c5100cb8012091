#include "kernels/cpu/cpu_kernels.h"

#include <sys/syscall.h>
#include <unistd.h>

namespace duo::kernels::cpu {

bool amxGranted() {
    constexpr long kRequestPermission = 0x1023, kTileData = 18;  // of Linux's arch_prctl
    return __builtin_cpu_supports("amx-tile") && __builtin_cpu_supports("amx-bf16") &&
           syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

const CpuKernels* cpuKernels() {
    static const CpuKernels* const best = []() -> const CpuKernels* {
        const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                          __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
        if (wide && __builtin_cpu_supports("avx512bf16"))
            return amxGranted() ? &amxKernels() : &avx512Bf16Kernels;
        if (wide) return &avx512Kernels;
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &avx2Kernels;
        return nullptr;
    }();
    return best;
}

}  // namespace duo::kernels::cpu
