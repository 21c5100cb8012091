// What the CPU kernels' wrappers share: which kernels serve a tensor.
#pragma once

#include <ATen/ATen.h>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/tensor_element.h"

namespace duo::kernels::cpu {

using kernels::elementOf;

// The kernels that can compute in the type of t where it lies, or null.
inline const CpuKernels* kernelsFor(const at::Tensor& t) {
    const CpuKernels* kernels = t.is_cpu() ? cpuKernels() : nullptr;
    if (kernels == nullptr || t.scalar_type() == at::kFloat) return kernels;
    return t.scalar_type() == at::kBFloat16 && kernels->bfloat16 ? kernels : nullptr;
}

}  // namespace duo::kernels::cpu
