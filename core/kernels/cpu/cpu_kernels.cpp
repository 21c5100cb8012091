#include "kernels/cpu/cpu_kernels.h"

#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace duo::kernels::cpu {

bool amxGranted() {
    // By cpuid, because __builtin_cpu_supports of some compilers does not know AMX.
    constexpr unsigned kFeatures = 7;                             // leaf
    constexpr unsigned kAmxBf16 = 1u << 22, kAmxTile = 1u << 24;  // bits of edx
    constexpr long kRequestPermission = 0x1023, kTileData = 18;   // of Linux's arch_prctl
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    if (__get_cpuid_count(kFeatures, 0, &eax, &ebx, &ecx, &edx) == 0) return false;
    return (edx & kAmxBf16) != 0 && (edx & kAmxTile) != 0 &&
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
