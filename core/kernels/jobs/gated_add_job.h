// The end of addGatedLinear on a GPU, as a plain value over raw memory. On the CPU the product ends
// with it. Torch-free.
#pragma once

#include <cstdint>

#include "kernels/jobs/element.h"

namespace duo::kernels {

// y += gate · (product + bias), in place. y: [rows, width] fp32; product: the same shape, of type
// `in`; bias: [width] of type `in`, or null; gate: [rows / rowsPerEntry, entryStride] fp32. Counted
// in rows.
struct GatedAddJob {
    Element in = Element::Float32;
    const void* product = nullptr;
    const void* bias = nullptr;
    const float* gate = nullptr;
    float* y = nullptr;
    std::int64_t width = 0, rowsPerEntry = 1, entryStride = 0;
};

}  // namespace duo::kernels
