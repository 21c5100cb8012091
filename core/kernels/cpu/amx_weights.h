// The weights of a product as tiles. bf16 weights are read in place. int8 weights are first widened
// into bf16 tiles that stay in the caches, once for all rows of a block.
#pragma once

#include <algorithm>

#include "kernels/cpu/amx_tiles.h"
#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/int8_numbers.h"

namespace duo::kernels::cpu {
namespace {

// Weights widened at once must fit the first-level cache.
constexpr std::int64_t kMaxStepsWidened = 8;

// With few rows memory limits, and widening less at once overlaps better with reading. With many
// rows widening more at once stores the sums less often.
inline std::int64_t stepsWidened(std::int64_t rows) {
    return rows > 2 * kTileRows ? kMaxStepsWidened : kMaxStepsWidened / 2;
}

// Where the weights of a group of columns begin, and the number of depth steps done at once.
struct Part {
    std::int64_t column, step, steps;
};

inline std::int64_t weightBytes(const LinearJob& job) {
    return job.weightScale == nullptr ? 2 : 1;
}

inline const std::byte* weightsOf(const LinearJob& job, const Part& part) {
    return static_cast<const std::byte*>(job.w) +
           (part.column * job.depth + part.step * kTileDepth) * weightBytes(job);
}

inline TileRun bfloat16Tiles(const LinearJob& job, const Part& part) {
    const std::int64_t stride = job.depth * 2;
    return {weightsOf(job, part), kTileRows * stride, stride, kRowBytes};
}

// The next part's weights, prefetched while this part is multiplied. Half of the int8 weights are
// prefetched during widening, so that memory does not idle then.
inline Ahead weightsAhead(const LinearJob& job, const Part& next) {
    const std::int64_t stride = job.depth * weightBytes(job);
    const std::int64_t rows = std::min(2 * kTileRows, job.columns - next.column);
    if (job.weightScale == nullptr) return {weightsOf(job, next), rows, stride};
    return {weightsOf(job, next) + kTileRows * stride, std::max<std::int64_t>(0, rows - kTileRows),
            stride, 1};
}

// Up to stepsWidened steps of up to two tiles' columns. (A prefetch past the last weights does
// nothing.)
inline TileRun widenedTiles(const LinearJob& job, const Part& part, std::int64_t columns,
                            const Part& next) {
    alignas(64) static thread_local std::byte tiles[2 * kMaxStepsWidened * kTileBytes];
    const std::int64_t toSecond = part.steps * kTileBytes;
    for (std::int64_t c = 0; c < columns; ++c) {
        const auto* from =
            reinterpret_cast<const std::int8_t*>(weightsOf(job, part)) + c * job.depth;
        const std::byte* ahead = weightsOf(job, next) + c * job.depth;
        std::byte* to = tiles + c / kTileRows * toSecond + c % kTileRows * kRowBytes;
        for (std::int64_t step = 0; step < part.steps; ++step) {
            if (c < kTileRows && step % 2 == 0) __builtin_prefetch(ahead + step * kTileDepth, 0, 2);
            _mm512_store_si512(to + step * kTileBytes, widened(from + step * kTileDepth));
        }
    }
    return {tiles, toSecond, kRowBytes, kTileBytes};
}

inline TileRun weightTiles(const LinearJob& job, const Part& part, std::int64_t columns,
                           const Part& next) {
    return job.weightScale == nullptr ? bfloat16Tiles(job, part)
                                      : widenedTiles(job, part, columns, next);
}

}  // namespace
}  // namespace duo::kernels::cpu
