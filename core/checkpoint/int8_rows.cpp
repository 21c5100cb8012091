#include "checkpoint/int8_rows.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace duo {
namespace {

constexpr float kMax = 127;
constexpr std::int64_t kNumbersAtOnce = 1 << 20, kNumbersOfThread = 1 << 16;

// Returns the row's scale: 0 for a row of zeros, NaN if the row holds an infinity or NaN.
float roundRow(const float* from, std::int64_t inputs, std::int8_t* to) {
    float largest = 0, zero = 0;
#pragma omp simd reduction(max : largest) reduction(+ : zero)
    for (std::int64_t i = 0; i < inputs; ++i) {
        const float size = std::abs(from[i]);
        largest = largest < size ? size : largest;
        zero += from[i] * 0.0f;
    }
    const float exact = kMax / largest, rate = std::isfinite(exact) ? exact : 0;
    for (std::int64_t i = 0; i < inputs; ++i) {
        const float shifted =
            from[i] * rate +
            12582912.0f;  // adding 1.5 · 2^23 rounds to the nearest integer in the low bits
        to[i] = static_cast<std::int8_t>(std::bit_cast<std::int32_t>(shifted));
    }
    return largest / kMax + zero;
}

}  // namespace

Int8Rows roundRows(at::IntArrayRef shape, at::Device device,
                   const std::function<at::Tensor(std::int64_t first, std::int64_t count)>& rows) {
    const std::int64_t outputs = shape[0], inputs = shape[1];
    const std::int64_t step = std::clamp<std::int64_t>(kNumbersAtOnce / inputs, 1, outputs);
    const Int8Rows made{at::empty(shape, at::device(device).dtype(at::kChar)),
                        at::empty({outputs}, at::device(device).dtype(at::kFloat))};
    const Int8Rows piece{at::empty({step, inputs}, at::kChar), at::empty({step}, at::kFloat)};
    auto* values = piece.values.data_ptr<std::int8_t>();
    auto* scale = piece.scale.data_ptr<float>();
    for (std::int64_t first = 0; first < outputs; first += step) {
        const std::int64_t count = std::min(step, outputs - first);
        const at::Tensor exact_nI = rows(first, count).to(at::kCPU, at::kFloat).contiguous();
        const float* exact = exact_nI.const_data_ptr<float>();
        at::parallel_for(
            0, count, kNumbersOfThread / inputs + 1, [&](std::int64_t begin, std::int64_t end) {
                for (std::int64_t row = begin; row < end; ++row) {
                    scale[row] = roundRow(exact + row * inputs, inputs, values + row * inputs);
                }
            });
        made.values.narrow(0, first, count).copy_(piece.values.narrow(0, 0, count));
        made.scale.narrow(0, first, count).copy_(piece.scale.narrow(0, 0, count));
    }
    return made;
}

}  // namespace duo
