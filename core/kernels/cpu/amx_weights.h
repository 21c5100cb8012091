// The weights of a product as tiles take them: bf16 ones are read where they lie; int8 ones are
// widened first, into bf16 tiles that the caches hold, once for all rows whose sums are held.
#pragma once

#include <algorithm>

#include "kernels/cpu/amx_tiles.h"
#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/int8_numbers.h"

namespace duo::kernels::cpu {
namespace {

// What is widened at once stays in the first-level cache.
constexpr std::int64_t kMostStepsWidened = 8;

// Few rows wait for memory, and the less is widened at once the better it overlaps with that; with
// many, sums are put aside less often.
inline std::int64_t stepsWidened(std::int64_t rows) {
    return rows > 2 * kTileRows ? kMostStepsWidened : kMostStepsWidened / 2;
}

// Where the weights of a group of columns begin, and how many steps of the depth are done at once.
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

// The next part's weights, to be fetched while this one's are multiplied. Of int8 ones half are
// fetched while these are widened, or memory would idle there.
inline Ahead weightsAhead(const LinearJob& job, const Part& next) {
    const std::int64_t stride = job.depth * weightBytes(job);
    const std::int64_t rows = std::min(2 * kTileRows, job.columns - next.column);
    if (job.weightScale == nullptr) return {weightsOf(job, next), rows, stride};
    return {weightsOf(job, next) + kTileRows * stride, std::max<std::int64_t>(0, rows - kTileRows),
            stride, 1};
}

// Up to stepsWidened steps of up to two tiles' columns (a fetch behind the last weights does
// nothing).
inline TileRun widenedTiles(const LinearJob& job, const Part& part, std::int64_t columns,
                            const Part& next) {
    alignas(64) static thread_local std::byte tiles[2 * kMostStepsWidened * kTileBytes];
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
