// The fused operations that work row by row: norm with modulation, and the split of qkv into heads.
// The compiler vectorises these plain loops for the instruction set of the including file.
#pragma once

#include <cmath>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/number.h"

namespace duo::kernels::cpu {
namespace {

template <typename Out>
void normModulateRow(const float* x, const float* scale, const float* shift, Out* y,
                     std::int64_t width, float epsilon) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t c = 0; c < width; ++c) sum += x[c];
    const float mean = sum / static_cast<float>(width);
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::int64_t c = 0; c < width; ++c) squares += (x[c] - mean) * (x[c] - mean);
    const float rate = 1.0f / std::sqrt(squares / static_cast<float>(width) + epsilon);
    for (std::int64_t c = 0; c < width; ++c) {
        y[c] = fromFloat<Out>((x[c] - mean) * rate * (scale[c] + 1.0f) + shift[c]);
    }
}

template <typename Out>
void normModulateRows(const NormModulateJob& job, std::int64_t firstRow, std::int64_t endRow) {
    for (std::int64_t row = firstRow; row < endRow; ++row) {
        const std::int64_t entry = row / job.rowsPerEntry * job.entryStride;
        normModulateRow(job.x + row * job.width, job.scale + entry, job.shift + entry,
                        static_cast<Out*>(job.y) + row * job.width, job.width, job.epsilon);
    }
}

inline void normModulatePart(const NormModulateJob& job, std::int64_t firstRow,
                             std::int64_t endRow) {
    if (job.out == Element::Float32) {
        normModulateRows<float>(job, firstRow, endRow);
    } else {
        normModulateRows<BFloat16>(job, firstRow, endRow);
    }
}

// to = (from + bias) · factor; with `unit` scaled to length one first
template <typename Out>
void writeHead(const float* from, const float* bias, float factor, bool unit, Out* to,
               std::int64_t width) {
    if (unit) {
        float squares = 0;
#pragma omp simd reduction(+ : squares)
        for (std::int64_t i = 0; i < width; ++i) {
            const float value = bias == nullptr ? from[i] : from[i] + bias[i];
            squares += value * value;
        }
        const float length = std::sqrt(squares);
        factor /= length < 1e-12f ? 1e-12f : length;
    }
    for (std::int64_t i = 0; i < width; ++i) {
        to[i] = fromFloat<Out>((bias == nullptr ? from[i] : from[i] + bias[i]) * factor);
    }
}

template <typename Out>
void splitHeadsRows(const SplitHeadsJob& job, std::int64_t firstRow, std::int64_t endRow) {
    const std::int64_t width = job.headWidth, all = job.heads * width;
    const bool unit = job.queryScale != nullptr;
    for (std::int64_t row = firstRow; row < endRow; ++row) {
        const std::int64_t picture = row / job.tokens, token = row % job.tokens;
        const float* from = static_cast<const float*>(job.qkv) + row * 3 * all;
        for (std::int64_t head = 0; head < job.heads; ++head, from += width) {
            const std::int64_t plane = picture * job.heads + head;
            const std::int64_t fresh = (plane * job.tokens + token) * width;
            const std::int64_t cached = (plane * job.capacity + job.held + token) * width;
            writeHead(from, job.qBias + head * width, unit ? job.queryScale[head] : job.plainScale,
                      unit, static_cast<Out*>(job.q) + fresh, width);
            writeHead(from + all, nullptr, 1.0f, unit, static_cast<Out*>(job.k) + cached, width);
            writeHead(from + 2 * all, job.vBias + head * width, 1.0f, false,
                      static_cast<Out*>(job.v) + cached, width);
        }
    }
}

inline void splitHeadsPart(const SplitHeadsJob& job, std::int64_t firstRow, std::int64_t endRow) {
    if (job.out == Element::Float32) {
        splitHeadsRows<float>(job, firstRow, endRow);
    } else {
        splitHeadsRows<BFloat16>(job, firstRow, endRow);
    }
}

}  // namespace
}  // namespace duo::kernels::cpu
