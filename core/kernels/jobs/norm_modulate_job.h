// normModulate as a plain value over raw memory, for the CPU and for a GPU. Torch-free.
#pragma once

#include <cstdint>

#include "kernels/jobs/element.h"

namespace duo::kernels {

// y = norm(x) · (1 + scale) + shift. x: [rows, width] fp32, y: the same shape, of type `out`; scale
// and shift: [rows / rowsPerEntry, entryStride] fp32. Counted in rows.
struct NormModulateJob {
    Element out = Element::Float32;
    const float* x = nullptr;
    const float* scale = nullptr;
    const float* shift = nullptr;
    void* y = nullptr;
    std::int64_t width = 0, rowsPerEntry = 1, entryStride = 0;
    float epsilon = 0;
};

}  // namespace duo::kernels
