// Matrix product by outer products. A panel of weights (some columns, a part of the depth) is
// transposed so that its columns are neighbours. It stays in the first-level cache while register
// tiles of sums multiply the rows of x with it and the next panel is prefetched. A cell is a float
// or a pair of bf16 neighbours along the depth; weights are stored as such cells or in int8, which
// the transposition widens. Each sum adds its products in the order of the depth, panel by panel,
// and does not depend on other rows and columns. Instruction is an instruction set (avx2.cpp,
// avx512.cpp); one translation unit for each set includes this file.
#pragma once

#include <algorithm>
#include <vector>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/number.h"
#include "kernels/cpu/room.h"

namespace duo::kernels::cpu {
namespace {

constexpr std::int64_t kPanelDepth = 192;    // cells
constexpr std::int64_t kBlockRows = 264;     // rows that share a panel
constexpr std::int64_t kBlockColumns = 256;  // columns summed before the epilogue

// Columns of w over a part of the depth, and the same part of rows of x.
template <typename Cell, typename Stored>
struct Panel {
    const Cell* x;  // rows kPanelDepth apart
    const Stored* w;
    const Stored* next;   // the weights that follow
    std::int64_t stride;  // cells from a column of w to the next
    std::int64_t depth;   // cells
    bool fresh;           // whether this is the first part of the depth
};

// sums [Rows, Vectors * lanes] = x wᵀ, added to the old sums unless the panel is fresh. weights:
// the panel's, transposed; next: columns to prefetch into the second-level cache, a line a step, or
// null
template <typename Instruction, int Rows, int Vectors, typename Stored>
inline void sumTile(const Panel<typename Instruction::Cell, Stored>& panel,
                    const typename Instruction::Cell* x, const typename Instruction::Cell* weights,
                    const Stored* next, float* sums) {
    constexpr std::int64_t kLanes = Instruction::lanes;
    typename Instruction::Sum sum[Rows][Vectors];
    for (auto& row : sum) {
        for (auto& cell : row) cell = Instruction::zero();
    }
    for (std::int64_t d = 0; d < panel.depth; ++d, weights += Vectors * kLanes) {
        typename Instruction::Operand columns[Vectors];
        for (int v = 0; v < Vectors; ++v) columns[v] = Instruction::load(weights + v * kLanes);
        if (next != nullptr) {
            __builtin_prefetch(next + d % kLanes * panel.stride + d / kLanes * kLanes, 0, 2);
        }
        for (int r = 0; r < Rows; ++r) {
            const auto number = Instruction::broadcast(x[r * kPanelDepth + d]);
            for (int v = 0; v < Vectors; ++v) {
                sum[r][v] = Instruction::multiplyAdd(sum[r][v], number, columns[v]);
            }
        }
    }
    for (int r = 0; r < Rows; ++r) {
        for (int v = 0; v < Vectors; ++v) {
            float* to = sums + r * kBlockColumns + v * kLanes;
            Instruction::store(to, panel.fresh ? sum[r][v] : sum[r][v] + Instruction::loadSum(to));
        }
    }
}

template <typename Instruction, int Vectors, int Rows = Instruction::panelRows, typename Stored>
inline void sumRows(std::int64_t rows, const Panel<typename Instruction::Cell, Stored>& panel,
                    const typename Instruction::Cell* x, const typename Instruction::Cell* weights,
                    const Stored* next, float* sums) {
    if (rows == Rows) {
        sumTile<Instruction, Rows, Vectors>(panel, x, weights, next, sums);
    } else if constexpr (Rows > 1) {
        sumRows<Instruction, Vectors, Rows - 1>(rows, panel, x, weights, next, sums);
    }
}

// Weights [Vectors * lanes, depth] -> [depth, Vectors * lanes]. Prefetches the next weights of all
// but `others` vectors.
template <typename Instruction, int Vectors, typename Stored>
inline void turnWeights(const Panel<typename Instruction::Cell, Stored>& panel, std::int64_t others,
                        typename Instruction::Cell* to) {
    constexpr std::int64_t kLanes = Instruction::lanes;
    for (std::int64_t d = 0; d < panel.depth; d += kLanes) {
        for (std::int64_t v = 0; v < Vectors; ++v, to += kLanes) {
            const std::int64_t from = v * kLanes * panel.stride + d;
            for (std::int64_t i = 0; i < kLanes && v >= others; ++i) {
                __builtin_prefetch(panel.next + from + i * panel.stride, 0, 2);
            }
            Instruction::turn(panel.w + from, panel.stride, to, Vectors * kLanes);
        }
        to += (kLanes - 1) * Vectors * kLanes;
    }
}

// Each of the first tiles prefetches one vector's share of the next weights.
template <typename Instruction, int Vectors, typename Stored>
void sumPanel(const Panel<typename Instruction::Cell, Stored>& panel, std::int64_t rows,
              float* sums) {
    using Cell = typename Instruction::Cell;
    constexpr std::int64_t kLanes = Instruction::lanes, kRows = Instruction::panelRows;
    alignas(64) static thread_local Cell weights[kPanelDepth * Vectors * kLanes];
    turnWeights<Instruction, Vectors>(panel, (rows + kRows - 1) / kRows, weights);
    for (std::int64_t row = 0, tile = 0; row < rows; row += kRows, ++tile) {
        sumRows<Instruction, Vectors>(
            std::min(kRows, rows - row), panel, panel.x + row * kPanelDepth, weights,
            tile < Vectors ? panel.next + tile * kLanes * panel.stride : nullptr,
            sums + row * kBlockColumns);
    }
}

// A block of sums: rows × columns of y, starting at (row, column).
struct Block {
    std::int64_t row, rows, column, columns;
};

// x [rows, depth] -> [parts of the depth, rows, kPanelDepth], so that the distance between a
// panel's rows is known at compile time
template <typename Cell>
void gatherRows(const Cell* x, std::int64_t rows, std::int64_t depth, std::vector<Cell>& room) {
    const std::int64_t parts = (depth + kPanelDepth - 1) / kPanelDepth;
    Cell* to = roomFor(room, parts * rows * kPanelDepth);
    for (std::int64_t d = 0; d < depth; d += kPanelDepth) {
        for (std::int64_t r = 0; r < rows; ++r, to += kPanelDepth) {
            std::copy_n(x + r * depth + d, std::min(kPanelDepth, depth - d), to);
        }
    }
}

// Panel by panel across the block, so that the same part of x is read from the cache again. x: from
// gatherRows; depth: in cells
template <typename Instruction, typename Stored>
void sumBlock(const typename Instruction::Cell* x, const Stored* w, std::int64_t depth,
              const Block& block, float* sums) {
    constexpr std::int64_t kWidth = Instruction::panelVectors * Instruction::lanes;
    for (std::int64_t d = 0; d < depth; d += kPanelDepth, x += block.rows * kPanelDepth) {
        const bool last = d + kPanelDepth >= depth;
        const Stored* following = last ? w + block.columns * depth : w + d + kPanelDepth;
        for (std::int64_t c = 0; c < block.columns; c += kWidth) {
            const Stored* here = w + c * depth + d;
            const Stored* next = c + kWidth < block.columns ? here + kWidth * depth : following;
            const Panel<typename Instruction::Cell, Stored> panel{
                x, here, next, depth, std::min(kPanelDepth, depth - d), d == 0};
            if (block.columns - c >= kWidth) {
                sumPanel<Instruction, Instruction::panelVectors>(panel, block.rows, sums + c);
            } else {
                sumPanel<Instruction, 1>(panel, block.rows, sums + c);
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

// sums: rows `stride` apart
template <typename Number>
void finishBlock(const LinearJob& job, const Block& block, float* sums, std::int64_t stride) {
    for (std::int64_t r = 0; r < block.rows; ++r, sums += stride) {
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

// With few rows memory limits; reading few columns along the depth is fastest.
template <typename Instruction, typename Stored>
void linearStored(const LinearJob& job, std::int64_t firstColumn, std::int64_t endColumn) {
    static_assert(Instruction::panelVectors == 2);
    using Number = typename Instruction::Number;
    using Cell = typename Instruction::Cell;
    static thread_local std::vector<Cell> room;
    alignas(64) static thread_local float sums[kBlockRows * kBlockColumns];
    const std::int64_t depth = job.depth * sizeof(Number) / sizeof(Cell);
    const std::int64_t columns = job.rows > Instruction::panelRows
                                     ? kBlockColumns
                                     : Instruction::panelVectors * Instruction::lanes;
    for (std::int64_t row = 0; row < job.rows; row += kBlockRows) {
        const std::int64_t rows = std::min(kBlockRows, job.rows - row);
        gatherRows(static_cast<const Cell*>(job.x) + row * depth, rows, depth, room);
        for (std::int64_t column = firstColumn; column < endColumn; column += columns) {
            const Block block{row, rows, column, std::min(columns, endColumn - column)};
            sumBlock<Instruction>(room.data(), static_cast<const Stored*>(job.w) + column * depth,
                                  depth, block, sums);
            finishBlock<Number>(job, block, sums, kBlockColumns);
        }
    }
}

template <typename Instruction>
void linearPart(const LinearJob& job, std::int64_t firstColumn, std::int64_t endColumn) {
    if (job.weightScale == nullptr) {
        linearStored<Instruction, typename Instruction::Cell>(job, firstColumn, endColumn);
    } else {
        linearStored<Instruction, typename Instruction::Int8Cell>(job, firstColumn, endColumn);
    }
}

}  // namespace
}  // namespace duo::kernels::cpu
