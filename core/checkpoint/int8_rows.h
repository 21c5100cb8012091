// A matrix in int8 with one fp32 scale per row, set by the row's largest number. Takes half the
// bytes of bf16; a large row does not reduce the precision of others.
#pragma once

#include <ATen/ATen.h>

#include <functional>

namespace duo {

struct Int8Rows {
    at::Tensor values;  // [O, I] int8, -127 to 127
    at::Tensor scale;   // [O] fp32: values · scale is the matrix
};

// Works on a million numbers at a time, so that no second copy of the matrix exists.
// rows: called for rows first … first + count - 1 in order -> [count, I], floating point
Int8Rows roundRows(at::IntArrayRef shape, at::Device device,
                   const std::function<at::Tensor(std::int64_t first, std::int64_t count)>& rows);

}  // namespace duo
