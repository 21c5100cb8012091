// The product with int8 weights: they stream past as int8, and those of a tile are widened into a
// buffer that the first-level cache holds, once for a block of x. The rest is linear_tiles.h's.
#pragma once

#include <algorithm>

#include "kernels/cpu/int8_numbers.h"
#include "kernels/cpu/linear_tiles.h"

namespace duo::kernels::cpu {
namespace {

constexpr std::int64_t kWidenedBytes = 4096;  // of the depth, for each column of a tile

// Four columns, `depth` numbers of each -> [4, stride]; the next four are fetched meanwhile.
template <typename Number>
void widenTile(const std::int8_t* w, std::int64_t wStride, std::int64_t depth, Number* to,
               std::int64_t stride) {
    constexpr std::int64_t kLine = 64;
    for (int c = 0; c < kTileColumns; ++c) {
        const std::int8_t* from = w + c * wStride;
        for (std::int64_t d = 0; d < depth; d += kLine) {
            __builtin_prefetch(from + kTileColumns * wStride + d, 0, 2);
            widen(from + d, to + c * stride + d, std::min(kLine, depth - d));
        }
    }
}

template <typename Instruction>
void sumInt8Block(const LinearJob& job, const Block& block, float* sums) {
    using Number = typename Instruction::Number;
    constexpr std::int64_t kDepth = kWidenedBytes / static_cast<std::int64_t>(sizeof(Number));
    alignas(64) static thread_local Number wide[kTileColumns * kDepth];
    const auto* x = static_cast<const Number*>(job.x) + block.row * job.depth;
    const auto* w = static_cast<const std::int8_t*>(job.w) + block.column * job.depth;
    for (std::int64_t d = 0; d < job.depth; d += kDepth) {
        const std::int64_t depth = std::min(kDepth, job.depth - d);
        for (std::int64_t c = 0; c < block.columns; c += kTileColumns) {
            widenTile(w + c * job.depth + d, job.depth, depth, wide, kDepth);
            for (std::int64_t r = 0; r < block.rows; r += Instruction::tileRows) {
                sumRows<Instruction>(std::min<std::int64_t>(Instruction::tileRows, block.rows - r),
                                     x + r * job.depth + d, job.depth, wide, kDepth, depth,
                                     sums + r * kBlockColumns + c, d == 0, false);
            }
        }
    }
}

// Of weights in x's type or in int8.
template <typename Instruction>
void linearOfEitherWeights(const LinearJob& job, std::int64_t firstColumn, std::int64_t endColumn) {
    if (job.weightScale == nullptr) {
        linearPart<Instruction>(job, firstColumn, endColumn);
    } else {
        linearPart<Instruction, sumInt8Block<Instruction>>(job, firstColumn, endColumn);
    }
}

}  // namespace
}  // namespace duo::kernels::cpu
