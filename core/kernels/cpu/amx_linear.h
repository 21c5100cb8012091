// The bf16 product with tiles. Weights are the left operand (amx_weights.h). x is the right
// operand; arrangeRows lays it out in tiles first, once for all threads. The weights are read once
// for some hundred rows: the second-level cache holds these rows' tiles for a part of the depth,
// and the sums of some columns. The sums are transposed: outputs by rows.
#pragma once

#include <algorithm>
#include <vector>

#include "kernels/cpu/amx_weights.h"
#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/linear_tiles.h"
#include "kernels/cpu/number.h"

namespace duo::kernels::cpu {
namespace {

constexpr std::int64_t kGroup = 2 * kTileRows;  // rows and columns summed at once
constexpr std::int64_t kRowsHeld = 256, kColumnsHeld = 512;
constexpr std::int64_t kBytesHeld = 1 << 20;  // of x

// x [rows, depth] -> tiles [rows / 16, depth / 32], with zeros after the last row
void arrangeRows(const LinearJob& job, void* to, std::int64_t firstTile, std::int64_t endTile) {
    const std::int64_t steps = job.depth / kTileDepth, stride = job.depth * 2;
    for (std::int64_t tile = firstTile; tile < endTile; ++tile) {
        const std::int64_t row = tile * kTileRows;
        const auto* from = static_cast<const std::byte*>(job.x) + row * stride;
        auto* tiles = static_cast<std::byte*>(to) + tile * steps * kTileBytes;
        for (std::int64_t step = 0; step < steps; ++step) {
            turnTile(from + step * kRowBytes, stride, job.rows - row, tiles + step * kTileBytes);
        }
    }
}

// sums [block.columns, block.rows] of a group -> rows of y
void finishGroup(const LinearJob& job, const Block& block, const TileSums& turned) {
    alignas(64) static thread_local float sums[kGroup * kGroup];
    for (std::int64_t c = 0; c < block.columns; c += kTileRows) {
        for (std::int64_t r = 0; r < block.rows; r += kTileRows) {
            turnSums(&turned.at[c][r], sums + r * kGroup + c, kGroup);
        }
    }
    if (block.columns == kGroup) {  // a loop length known at compile time
        finishBlock<BFloat16>(job, {block.row, block.rows, block.column, kGroup}, sums, kGroup);
    } else {
        finishBlock<BFloat16>(job, {block.row, block.rows, block.column, kTileRows}, sums, kGroup);
    }
}

// Up to kGroup rows and columns.
void multiplyGroup(const LinearJob& job, const Block& block, const Part& part,
                   const TileRun& weights, TileSums& sums, const Ahead& ahead) {
    const std::int64_t rowTileBytes = job.depth * kTileRows * 2;
    const TileRun rows{static_cast<const std::byte*>(job.x) + block.row / kTileRows * rowTileBytes +
                           part.step * kTileBytes,
                       rowTileBytes, kRowBytes, kTileBytes};
    const bool wide = block.columns > kTileRows, tall = block.rows > kTileRows;
    const bool fresh = part.step == 0;
    if (wide && tall) {
        multiplyTiles<2, 2>(weights, rows, part.steps, sums, fresh, ahead);
    } else if (wide) {
        multiplyTiles<2, 1>(weights, rows, part.steps, sums, fresh, ahead);
    } else if (tall) {
        multiplyTiles<1, 2>(weights, rows, part.steps, sums, fresh, ahead);
    } else {
        multiplyTiles<1, 1>(weights, rows, part.steps, sums, fresh, ahead);
    }
}

// The rows of the block for these columns, over a part of the depth.
void multiplyColumns(const LinearJob& job, const Block& held, const Part& part, const Part& next,
                     TileSums* sums) {
    const std::int64_t groups = (held.rows + kGroup - 1) / kGroup;
    const TileRun weights = weightTiles(job, part, held.columns, next);
    Ahead ahead = weightsAhead(job, next);
    std::int64_t left = ahead.rows;
    const std::int64_t share = (left + groups - 1) / groups;  // of fetching the next weights
    for (std::int64_t row = 0; row < held.rows; row += kGroup, ++sums) {
        const Block block{held.row + row, std::min(kGroup, held.rows - row), held.column,
                          held.columns};
        ahead.rows = std::min(share, left);
        multiplyGroup(job, block, part, weights, *sums, ahead);
        left -= ahead.rows;
        ahead.first += ahead.rows * ahead.rowStride;
        if (part.step + part.steps == job.depth / kTileDepth) finishGroup(job, block, *sums);
    }
}

// Steps of the depth for which the tiles of this many rows are held in the cache.
std::int64_t stepsHeld(const LinearJob& job, std::int64_t rows) {
    const std::int64_t groups = (rows + kGroup - 1) / kGroup;
    return std::min(job.depth / kTileDepth, kBytesHeld / (groups * 2 * kTileBytes));
}

std::int64_t stepsAtOnce(const LinearJob& job, std::int64_t rows) {
    const std::int64_t held = stepsHeld(job, rows);
    return job.weightScale == nullptr ? held : std::min(held, stepsWidened(rows));
}

// Rows and columns whose sums are held at once.
void multiplyHeld(const LinearJob& job, const Block& held, std::vector<TileSums>& sums) {
    const std::int64_t groups = (held.rows + kGroup - 1) / kGroup;
    const std::int64_t allSteps = job.depth / kTileDepth, mostSteps = stepsAtOnce(job, held.rows);
    const std::int64_t columnGroups = (held.columns + kGroup - 1) / kGroup;
    sums.resize(std::max<std::size_t>(sums.size(), columnGroups * groups));
    const std::int64_t end = held.column + held.columns;
    Part part{held.column, 0, mostSteps};
    while (part.step < allSteps) {
        Part next = part;
        next.column += kGroup;
        if (next.column >= end) {
            next.column = held.column;
            next.step += part.steps;
            next.steps = std::min(mostSteps, allSteps - next.step);
        }
        const bool last = next.step >= allSteps;  // then the next columns follow
        multiplyColumns(job,
                        {held.row, held.rows, part.column, std::min(kGroup, end - part.column)},
                        part, last ? Part{std::min(end, job.columns), 0, 0} : next,
                        sums.data() + (part.column - held.column) / kGroup * groups);
        part = next;
    }
}

// job.x: tiles from arrangeRows
void multiplyArranged(const LinearJob& job, std::int64_t firstColumn, std::int64_t endColumn) {
    static thread_local std::vector<TileSums> sums;
    const TileUse tiles;
    for (std::int64_t row = 0; row < job.rows; row += kRowsHeld) {
        const std::int64_t rows = std::min(kRowsHeld, job.rows - row);
        const bool wholeDepth = stepsHeld(job, rows) == job.depth / kTileDepth;
        const std::int64_t columns = wholeDepth ? kGroup : kColumnsHeld;
        for (std::int64_t column = firstColumn; column < endColumn; column += columns) {
            multiplyHeld(job, {row, rows, column, std::min(columns, endColumn - column)}, sums);
        }
    }
}

}  // namespace
}  // namespace duo::kernels::cpu
