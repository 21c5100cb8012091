// Shared by the CPU kernels' wrappers: which kernels support a tensor.
#pragma once

#include <ATen/ATen.h>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/tensor_element.h"

namespace duo::kernels::cpu {

using kernels::elementOf;

// The kernels that can compute in t's type on t's device, or null.
inline const CpuKernels* kernelsFor(const at::Tensor& t) {
    const CpuKernels* kernels = t.is_cpu() ? cpuKernels() : nullptr;
    if (kernels == nullptr || t.scalar_type() == at::kFloat) return kernels;
    return t.scalar_type() == at::kBFloat16 && kernels->bfloat16 ? kernels : nullptr;
}

}  // namespace duo::kernels::cpu
