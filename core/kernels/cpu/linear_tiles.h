// Matrix product by dot products: both operands lie with their depth contiguous, so nothing is
// packed, and a tile of `tileRows` × 4 sums lives in registers while the weights stream past once.
// Weights are read from memory at its full speed where few rows wait for them; with many rows a
// block of x stays in the second-level cache. Instruction is an instruction set (avx2.cpp,
// avx512.cpp). Included by one translation unit a set, which is compiled for it.
#pragma once

#include <algorithm>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/number.h"

namespace duo::kernels::cpu {
namespace {

constexpr int kTileColumns = 4;
constexpr std::int64_t kBlockRows = 96;      // of x, kept in the second-level cache
constexpr std::int64_t kBlockColumns = 128;  // of w, summed up before the epilogue
constexpr std::int64_t kBlockBytes = 8192;   // of the depth

// sums [Rows, 4] = x wᵀ over `depth`, added to what is there unless fresh; `ahead` fetches the next
// tile's weights meanwhile, which costs as much as a load each time
template <typename Instruction, int Rows>
inline void sumTile(const typename Instruction::Number* x, std::int64_t xStride,
                    const typename Instruction::Number* w, std::int64_t wStride, std::int64_t depth,
                    float* sums, bool fresh, bool ahead) {
    typename Instruction::Sum sum[Rows][kTileColumns];
    for (auto& row : sum) {
        for (auto& cell : row) cell = Instruction::zero();
    }
    for (std::int64_t d = 0; d < depth; d += Instruction::step) {
        typename Instruction::Operand weights[kTileColumns];
        for (int c = 0; c < kTileColumns; ++c) {
            weights[c] = Instruction::load(w + c * wStride + d);
            if (ahead) __builtin_prefetch(w + (c + kTileColumns) * wStride + d, 0, 2);
        }
        for (int r = 0; r < Rows; ++r) {
            const auto values = Instruction::load(x + r * xStride + d);
            for (int c = 0; c < kTileColumns; ++c) {
                sum[r][c] = Instruction::multiplyAdd(sum[r][c], weights[c], values);
            }
        }
    }
    for (int r = 0; r < Rows; ++r) {
        Instruction::storeSums(sum[r], sums + r * kBlockColumns, fresh);
    }
}

template <typename Instruction, int Rows = Instruction::tileRows>
inline void sumRows(std::int64_t rows, const typename Instruction::Number* x, std::int64_t xStride,
                    const typename Instruction::Number* w, std::int64_t wStride, std::int64_t depth,
                    float* sums, bool fresh, bool ahead) {
    if (rows == Rows) {
        sumTile<Instruction, Rows>(x, xStride, w, wStride, depth, sums, fresh, ahead);
    } else if constexpr (Rows > 1) {
        sumRows<Instruction, Rows - 1>(rows, x, xStride, w, wStride, depth, sums, fresh, ahead);
    }
}

// A block of sums, rows × columns of y from (row, column) on.
struct Block {
    std::int64_t row, rows, column, columns;
};

template <typename Instruction>
void sumBlock(const LinearJob& job, const Block& block, float* sums) {
    using Number = typename Instruction::Number;
    constexpr std::int64_t kDepth = kBlockBytes / static_cast<std::int64_t>(sizeof(Number));
    const auto* x = static_cast<const Number*>(job.x) + block.row * job.depth;
    const auto* w = static_cast<const Number*>(job.w) + block.column * job.depth;
    for (std::int64_t d = 0; d < job.depth; d += kDepth) {
        const std::int64_t depth = std::min(kDepth, job.depth - d);
        for (std::int64_t c = 0; c < block.columns; c += kTileColumns) {
            for (std::int64_t r = 0; r < block.rows; r += Instruction::tileRows) {
                sumRows<Instruction>(std::min<std::int64_t>(Instruction::tileRows, block.rows - r),
                                     x + r * job.depth + d, job.depth, w + c * job.depth + d,
                                     job.depth, depth, sums + r * kBlockColumns + c, d == 0,
                                     r == 0);
            }
        }
    }
}

// sums [columns] in place
inline void scaleSums(const LinearJob& job, std::int64_t column, std::int64_t columns,
                      float* sums) {
    if (job.weightScale == nullptr) return;
    const float* scale = job.weightScale + column;
    for (std::int64_t c = 0; c < columns; ++c) sums[c] *= scale[c];
}

// sums [columns] in place
template <typename Number>
void addBias(const LinearJob& job, std::int64_t column, std::int64_t columns, float* sums) {
    if (job.bias == nullptr) return;
    const auto* bias = static_cast<const Number*>(job.bias) + column;
    for (std::int64_t c = 0; c < columns; ++c) sums[c] += toFloat(bias[c]);
}

template <typename Out>
void storeRow(const LinearJob& job, std::int64_t row, std::int64_t column, std::int64_t columns,
              const float* sums) {
    Out* y = static_cast<Out*>(job.y) + row * job.columns + column;
    if (job.epilogue == Epilogue::Gelu) {
        for (std::int64_t c = 0; c < columns; ++c) y[c] = fromFloat<Out>(geluTanh(sums[c]));
    } else {
        for (std::int64_t c = 0; c < columns; ++c) y[c] = fromFloat<Out>(sums[c]);
    }
}

inline void addGated(const LinearJob& job, std::int64_t row, std::int64_t column,
                     std::int64_t columns, const float* sums) {
    float* y = static_cast<float*>(job.y) + row * job.columns + column;
    const float* gate = job.gate + row / job.rowsPerGate * job.gateStride + column;
    for (std::int64_t c = 0; c < columns; ++c) y[c] += gate[c] * sums[c];
}

template <typename Number>
void finishBlock(const LinearJob& job, const Block& block, float* sums) {
    for (std::int64_t r = 0; r < block.rows; ++r, sums += kBlockColumns) {
        scaleSums(job, block.column, block.columns, sums);
        addBias<Number>(job, block.column, block.columns, sums);
        if (job.epilogue == Epilogue::GatedAdd) {
            addGated(job, block.row + r, block.column, block.columns, sums);
        } else if (job.out == Element::Float32) {
            storeRow<float>(job, block.row + r, block.column, block.columns, sums);
        } else {
            storeRow<BFloat16>(job, block.row + r, block.column, block.columns, sums);
        }
    }
}

template <typename Instruction, auto sum = sumBlock<Instruction>>
void linearPart(const LinearJob& job, std::int64_t firstColumn, std::int64_t endColumn) {
    alignas(64) static thread_local float sums[kBlockRows * kBlockColumns];
    for (std::int64_t row = 0; row < job.rows; row += kBlockRows) {
        for (std::int64_t column = firstColumn; column < endColumn; column += kBlockColumns) {
            const Block block{row, std::min(kBlockRows, job.rows - row), column,
                              std::min(kBlockColumns, endColumn - column)};
            sum(job, block, sums);
            finishBlock<typename Instruction::Number>(job, block, sums);
        }
    }
}

}  // namespace
}  // namespace duo::kernels::cpu
