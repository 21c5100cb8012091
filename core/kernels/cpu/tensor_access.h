// What the CPU kernels' wrappers share: which kernels serve a tensor, and its type in their words.
#pragma once

#include <ATen/ATen.h>

#include "kernels/cpu/cpu_kernels.h"

namespace duo::kernels::cpu {

// t: fp32 or bf16
inline Element elementOf(const at::Tensor& t) {
    return t.scalar_type() == at::kBFloat16 ? Element::BFloat16 : Element::Float32;
}

// The kernels that can compute in the type of t where it lies, or null.
inline const CpuKernels* kernelsFor(const at::Tensor& t) {
    const CpuKernels* kernels = t.is_cpu() ? cpuKernels() : nullptr;
    if (kernels == nullptr || t.scalar_type() == at::kFloat) return kernels;
    return t.scalar_type() == at::kBFloat16 && kernels->bfloat16 ? kernels : nullptr;
}

}  // namespace duo::kernels::cpu
