// Matrix product of broadcast numbers with packed rows, in register tiles of sums. Instruction is
// an instruction set (avx2.cpp, avx512.cpp); one translation unit for each set includes this file.
#pragma once

#include <cstdint>

namespace duo::kernels::cpu {
namespace {

// c [Rows, Vectors * lanes] = a [Rows, depth] · b [depth, Vectors * lanes]
template <typename Instruction, int Rows, int Vectors>
inline void outerTile(const typename Instruction::Cell* a, std::int64_t aStride,
                      const typename Instruction::Cell* b, std::int64_t bStride, std::int64_t depth,
                      float* c, std::int64_t cStride) {
    typename Instruction::Sum sum[Rows][Vectors];
    for (auto& row : sum) {
        for (auto& cell : row) cell = Instruction::zero();
    }
    for (std::int64_t d = 0; d < depth; ++d) {
        typename Instruction::Operand packed[Vectors];
        for (int v = 0; v < Vectors; ++v) {
            packed[v] = Instruction::load(b + d * bStride + v * Instruction::lanes);
        }
        for (int r = 0; r < Rows; ++r) {
            const auto number = Instruction::broadcast(a[r * aStride + d]);
            for (int v = 0; v < Vectors; ++v) {
                sum[r][v] = Instruction::multiplyAdd(sum[r][v], number, packed[v]);
            }
        }
    }
    for (int r = 0; r < Rows; ++r) {
        for (int v = 0; v < Vectors; ++v) {
            Instruction::store(c + r * cStride + v * Instruction::lanes, sum[r][v]);
        }
    }
}

// The same for any number of columns that is a multiple of the lanes.
template <typename Instruction, int Rows, int Vectors = Instruction::outerVectors>
inline void outerColumns(const typename Instruction::Cell* a, std::int64_t aStride,
                         const typename Instruction::Cell* b, std::int64_t bStride,
                         std::int64_t depth, float* c, std::int64_t cStride, std::int64_t columns) {
    constexpr std::int64_t kWidth = Vectors * Instruction::lanes;
    std::int64_t column = 0;
    for (; column + kWidth <= columns; column += kWidth) {
        outerTile<Instruction, Rows, Vectors>(a, aStride, b + column, bStride, depth, c + column,
                                              cStride);
    }
    if constexpr (Vectors > 1) {
        if (column < columns) {
            outerColumns<Instruction, Rows, Vectors - 1>(a, aStride, b + column, bStride, depth,
                                                         c + column, cStride, columns - column);
        }
    }
}

}  // namespace
}  // namespace duo::kernels::cpu
