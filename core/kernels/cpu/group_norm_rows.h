// Group norm with SiLU for channels last, in two passes: first each channel's sums over some
// pixels, then the values. The sums are of differences to the first pixel: squares of values that
// are large and close to each other would lose those differences. The compiler vectorises these
// plain loops for the instruction set of the including file.
#pragma once

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/number.h"

namespace duo::kernels::cpu {
namespace {

inline void channelSumsPart(const GroupNormJob& job, float* sums, std::int64_t firstPixel,
                            std::int64_t endPixel) {
    const std::int64_t channels = job.channels;
    const float* origin = job.x;
    float* squares = sums + channels;
    for (std::int64_t c = 0; c < 2 * channels; ++c) sums[c] = 0;
    std::int64_t pixel = firstPixel;
    for (; pixel + 4 <= endPixel; pixel += 4) {
        const float* x = job.x + pixel * channels;
#pragma omp simd
        for (std::int64_t c = 0; c < channels; ++c) {
            const float x0 = x[c] - origin[c], x1 = x[channels + c] - origin[c],
                        x2 = x[2 * channels + c] - origin[c], x3 = x[3 * channels + c] - origin[c];
            sums[c] += (x0 + x1) + (x2 + x3);
            squares[c] += (x0 * x0 + x1 * x1) + (x2 * x2 + x3 * x3);
        }
    }
    for (; pixel < endPixel; ++pixel) {
        const float* x = job.x + pixel * channels;
#pragma omp simd
        for (std::int64_t c = 0; c < channels; ++c) {
            const float value = x[c] - origin[c];
            sums[c] += value;
            squares[c] += value * value;
        }
    }
}

inline void scaleSiluPart(const GroupNormJob& job, std::int64_t firstPixel, std::int64_t endPixel) {
    for (std::int64_t pixel = firstPixel; pixel < endPixel; ++pixel) {
        const float* x = job.x + pixel * job.channels;
        float* y = job.y + pixel * job.channels;
#pragma omp simd
        for (std::int64_t c = 0; c < job.channels; ++c) {
            const float value = x[c] * job.rate[c] + job.offset[c];
            y[c] = value / (1.0f + expOf(-value));
        }
    }
}

}  // namespace
}  // namespace duo::kernels::cpu
