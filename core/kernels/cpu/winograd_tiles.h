// 3×3 convolution by Winograd's F(4×4, 3×3) (arXiv 1509.09308): a tile of 4×4 output pixels takes
// 36 products for each pair of channels instead of 144. The points of a tile are its 6×6 input
// pixels after the input transform; the convolution is then one matrix product for each point. A
// few tiles at a time pass through all steps, so that intermediate values stay in the second-level
// cache. One translation unit for each instruction set includes this file.
#pragma once

#include <algorithm>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/outer_tiles.h"

namespace duo::kernels::cpu {
namespace {

constexpr int kPatch = 6;               // input pixels along a tile's side
constexpr int kTileSide = 4;            // output pixels along it
constexpr std::int64_t kChannels = 64;  // channels transformed at a time
constexpr std::int64_t kSquare = 16;    // inputs and outputs of a kernel transformed at a time
// Padding after each point's numbers; without it all points would share the same cache lines.
constexpr std::int64_t kGap = 16;

// The input transform along one direction, for `count` channels: result i is at to + i * stride.
inline void turnPixels(const float* const (&from)[kPatch], float* to, std::int64_t stride,
                       std::int64_t count) {
#pragma omp simd
    for (std::int64_t c = 0; c < count; ++c) {
        const float d0 = from[0][c], d1 = from[1][c], d2 = from[2][c], d3 = from[3][c],
                    d4 = from[4][c], d5 = from[5][c];
        const float even = d4 - 4 * d2, odd = d3 - 4 * d1;
        const float evenHalf = d4 - d2, oddHalf = 2 * (d3 - d1);
        to[c] = 4 * d0 - 5 * d2 + d4;
        to[stride + c] = even + odd;
        to[2 * stride + c] = even - odd;
        to[3 * stride + c] = evenHalf + oddHalf;
        to[4 * stride + c] = evenHalf - oddHalf;
        to[5 * stride + c] = 4 * d1 - 5 * d3 + d5;
    }
}

// The kernel transform: three taps to six points.
inline void turnTaps(const float* from, std::int64_t fromStride, float* to, std::int64_t stride) {
#pragma omp simd
    for (std::int64_t c = 0; c < kSquare; ++c) {
        const float first = from[c], middle = from[fromStride + c], last = from[2 * fromStride + c];
        const float outer = (first + last) * (1.0f / 6);
        const float uneven = first * (1.0f / 24) + last * (1.0f / 6);
        to[c] = first * 0.25f;
        to[stride + c] = -outer - middle * (1.0f / 6);
        to[2 * stride + c] = middle * (1.0f / 6) - outer;
        to[3 * stride + c] = uneven + middle * (1.0f / 12);
        to[4 * stride + c] = uneven - middle * (1.0f / 12);
        to[5 * stride + c] = last;
    }
}

// The output transform: six points, at from + i * fromStride, to four pixels.
inline void turnPoints(const float* from, std::int64_t fromStride, float* to, std::int64_t stride,
                       std::int64_t count) {
#pragma omp simd
    for (std::int64_t c = 0; c < count; ++c) {
        const float m1 = from[fromStride + c], m2 = from[2 * fromStride + c];
        const float m3 = from[3 * fromStride + c], m4 = from[4 * fromStride + c];
        const float sum = m1 + m2, difference = m1 - m2;
        const float sumTwo = m3 + m4, differenceTwo = m3 - m4;
        to[c] = from[c] + sum + sumTwo;
        to[stride + c] = difference + 2 * differenceTwo;
        to[2 * stride + c] = sum + 4 * sumTwo;
        to[3 * stride + c] = difference + 8 * differenceTwo + from[5 * fromStride + c];
    }
}

inline std::int64_t paddedOutputs(const Conv3x3Job& job) {
    return (job.outputs + kSquare - 1) / kSquare * kSquare;
}

// The pixel (row, column) of the picture; zeros outside it.
inline const float* pixelAt(const Conv3x3Job& job, const float* picture, std::int64_t row,
                            std::int64_t column, std::int64_t channel) {
    alignas(64) static const float zeros[kChannels] = {};
    if (row < 0 || row >= job.height || column < 0 || column >= job.width) return zeros;
    row >>= job.doublings, column >>= job.doublings;
    return picture + (row * (job.width >> job.doublings) + column) * job.inputs + channel;
}

struct TilePlace {
    std::int64_t picture, row, column;  // of its first output pixel
};

inline TilePlace placeOf(const Conv3x3Job& job, std::int64_t tile) {
    const std::int64_t across = (job.width + kTileSide - 1) / kTileSide;
    const std::int64_t down = (job.height + kTileSide - 1) / kTileSide;
    return {tile / (across * down), tile / across % down * kTileSide, tile % across * kTileSide};
}

inline void gatherTile(const Conv3x3Job& job, const TilePlace& place, float* points,
                       std::int64_t plane) {
    alignas(64) float half[kPatch][kPatch][kChannels];
    const std::int64_t pixels = (job.height >> job.doublings) * (job.width >> job.doublings);
    const float* picture = job.x + place.picture * pixels * job.inputs;
    for (std::int64_t channel = 0; channel < job.inputs; channel += kChannels) {
        const std::int64_t count = std::min(kChannels, job.inputs - channel);
        for (int column = 0; column < kPatch; ++column) {
            const float* from[kPatch];
            for (int row = 0; row < kPatch; ++row) {
                from[row] =
                    pixelAt(job, picture, place.row + row - 1, place.column + column - 1, channel);
            }
            turnPixels(from, half[0][column], kPatch * kChannels, count);
        }
        for (int row = 0; row < kPatch; ++row) {
            const float* from[kPatch];
            for (int column = 0; column < kPatch; ++column) from[column] = half[row][column];
            turnPixels(from, points + row * kPatch * plane + channel, plane, count);
        }
    }
}

inline void storePixel(float* to, const float* from, const float* bias, std::int64_t count,
                       bool onto) {
    if (onto) {
#pragma omp simd
        for (std::int64_t c = 0; c < count; ++c) to[c] += from[c] + bias[c];
    } else {
#pragma omp simd
        for (std::int64_t c = 0; c < count; ++c) to[c] = from[c] + bias[c];
    }
}

inline void scatterTile(const Conv3x3Job& job, const TilePlace& place, const float* sums,
                        std::int64_t plane) {
    alignas(64) float half[kTileSide][kPatch][kChannels];
    alignas(64) float pixels[kTileSide][kTileSide][kChannels];
    const std::int64_t rows = std::min<std::int64_t>(kTileSide, job.height - place.row);
    const std::int64_t columns = std::min<std::int64_t>(kTileSide, job.width - place.column);
    const std::int64_t first = (place.picture * job.height + place.row) * job.width + place.column;
    for (std::int64_t channel = 0; channel < job.outputs; channel += kChannels) {
        const std::int64_t count = std::min(kChannels, job.outputs - channel);
        for (int column = 0; column < kPatch; ++column) {
            turnPoints(sums + column * plane + channel, kPatch * plane, half[0][column],
                       kPatch * kChannels, count);
        }
        for (int row = 0; row < rows; ++row) {
            turnPoints(half[row][0], kChannels, pixels[row][0], kChannels, count);
        }
        for (std::int64_t row = 0; row < rows; ++row) {
            for (std::int64_t column = 0; column < columns; ++column) {
                const std::int64_t pixel = first + row * job.width + column;
                storePixel(job.y + pixel * job.outputs + channel, pixels[row][column],
                           job.bias + channel, count, job.onto);
            }
        }
    }
}

// c [rows, columns] = a [rows, depth] · b [depth, columns] for up to Rows rows
template <typename Instruction, int Rows = Instruction::outerRows>
inline void outerUpTo(std::int64_t rows, const float* a, std::int64_t aStride, const float* b,
                      std::int64_t depth, float* c, std::int64_t cStride, std::int64_t columns) {
    if (rows == Rows) {
        outerColumns<Instruction, Rows>(a, aStride, b, columns, depth, c, cStride, columns);
    } else if constexpr (Rows > 1) {
        outerUpTo<Instruction, Rows - 1>(rows, a, aStride, b, depth, c, cStride, columns);
    }
}

// A point's kernel is stored in panels; each has as many outputs as the product's tile has columns.
template <typename Instruction>
void multiplyPoint(const Conv3x3Job& job, const float* points, const float* kernel, float* sums,
                   std::int64_t tiles) {
    constexpr std::int64_t kPanel = Instruction::outerVectors * Instruction::lanes;
    const std::int64_t outputs = paddedOutputs(job);
    for (std::int64_t output = 0; output < outputs; output += kPanel) {
        const std::int64_t columns = std::min(kPanel, outputs - output);
        for (std::int64_t tile = 0; tile < tiles; tile += Instruction::outerRows) {
            outerUpTo<Instruction>(std::min<std::int64_t>(Instruction::outerRows, tiles - tile),
                                   points + tile * job.inputs, job.inputs,
                                   kernel + output * job.inputs, job.inputs,
                                   sums + tile * outputs + output, outputs, columns);
        }
    }
}

inline std::int64_t kernelPlane(const Conv3x3Job& job) {
    return job.inputs * paddedOutputs(job) + kGap;
}

inline std::int64_t kernelNumbersOf(const Conv3x3Job& job) {
    return kWinogradPoints * kernelPlane(job);
}

// The weights of 16 outputs and 16 inputs, [inputs, outputs] for each tap. If the kernel has fewer,
// the rest is undefined; results from it are never read.
struct KernelSquare {
    alignas(64) float at[9][kSquare][kSquare];
};

inline void readSquare(const Conv3x3Job& job, const float* weight, std::int64_t output,
                       std::int64_t input, KernelSquare& square) {
    const std::int64_t inputs = std::min(kSquare, job.inputs - input);
    const std::int64_t outputs = std::min(kSquare, job.outputs - output);
    for (int tap = 0; tap < 9; ++tap) {
        for (std::int64_t o = 0; o < outputs; ++o) {
            const float* from = weight + ((output + o) * 9 + tap) * job.inputs + input;
            for (std::int64_t i = 0; i < inputs; ++i) square.at[tap][i][o] = from[i];
        }
    }
}

template <typename Instruction>
void transformKernelPart(const Conv3x3Job& job, const float* weight, float* kernel,
                         std::int64_t firstInput, std::int64_t endInput) {
    constexpr std::int64_t kPanel = Instruction::outerVectors * Instruction::lanes;
    const std::int64_t padded = paddedOutputs(job), plane = kernelPlane(job);
    static thread_local KernelSquare square;
    alignas(64) float half[kPatch][3][kSquare];
    for (std::int64_t input = firstInput; input < endInput; input += kSquare) {
        for (std::int64_t output = 0; output < job.outputs; output += kSquare) {
            readSquare(job, weight, output, input, square);
            const std::int64_t panel = output / kPanel * kPanel;
            const std::int64_t columns = std::min(kPanel, padded - panel);
            for (std::int64_t i = 0; i < std::min(kSquare, endInput - input); ++i) {
                for (int column = 0; column < 3; ++column) {
                    turnTaps(square.at[column][i], 3 * kSquare * kSquare, half[0][column],
                             3 * kSquare);
                }
                float* to = kernel + panel * job.inputs + (input + i) * columns + output - panel;
                for (int row = 0; row < kPatch; ++row) {
                    turnTaps(half[row][0], kSquare, to + row * kPatch * plane, plane);
                }
            }
        }
    }
}

inline std::int64_t roomNumbersOf(const Conv3x3Job& job, std::int64_t tiles) {
    return kWinogradPoints * (tiles * (job.inputs + paddedOutputs(job)) + 2 * kGap);
}

template <typename Instruction>
void convolvePart(const Conv3x3Job& job, float* room, std::int64_t firstTile,
                  std::int64_t endTile) {
    const std::int64_t tiles = endTile - firstTile;
    const std::int64_t outputs = paddedOutputs(job);
    const std::int64_t inPlane = tiles * job.inputs + kGap, outPlane = tiles * outputs + kGap;
    float* const sums = room + kWinogradPoints * inPlane;
    for (std::int64_t t = 0; t < tiles; ++t) {
        gatherTile(job, placeOf(job, firstTile + t), room + t * job.inputs, inPlane);
    }
    for (int point = 0; point < kWinogradPoints; ++point) {
        multiplyPoint<Instruction>(job, room + point * inPlane,
                                   job.kernel + point * kernelPlane(job), sums + point * outPlane,
                                   tiles);
    }
    for (std::int64_t t = 0; t < tiles; ++t) {
        scatterTile(job, placeOf(job, firstTile + t), sums + t * outputs, outPlane);
    }
}

template <typename Instruction>
constexpr WinogradKernels winogradOf{kSquare,         Instruction::outerRows,
                                     kernelNumbersOf, transformKernelPart<Instruction>,
                                     roomNumbersOf,   convolvePart<Instruction>};

}  // namespace
}  // namespace duo::kernels::cpu
