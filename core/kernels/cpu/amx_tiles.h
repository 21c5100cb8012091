// Parts of the AMX kernels: the tiles of a thread, and the product of two by two of them. A tile is
// 16 rows of 64 bytes: 16 × 32 bf16 numbers of a left operand as in memory, 16 pairs along the sum
// × 16 columns of a right operand, or 16 × 16 fp32 sums. Each sum adds its pairs in order and does
// not depend on its neighbours in the tile.
#pragma once

#include <immintrin.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "kernels/cpu/transpose16.h"

namespace duo::kernels::cpu {
namespace {

constexpr std::int64_t kTileRows = 16;
constexpr std::int64_t kTileDepth = 32;  // bf16 numbers in a row
constexpr std::int64_t kRowBytes = 64;
constexpr std::int64_t kTileBytes = kTileRows * kRowBytes;

struct alignas(64) TileShapes {
    std::uint8_t palette = 1, startRow = 0, reserved[14] = {};
    std::uint16_t rowBytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    std::uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};
static_assert(sizeof(TileShapes) == 64);

// Configures the thread's eight tiles at full size while it lives. Then it restores the earlier
// configuration, since LibTorch's products use tiles too, or none if there was none.
class TileUse {
  public:
    TileUse() {
        static constexpr TileShapes kWhole;
        _tile_storeconfig(before_);
        _tile_loadconfig(&kWhole);
    }
    ~TileUse() { _tile_loadconfig(before_); }
    TileUse(const TileUse&) = delete;
    TileUse& operator=(const TileUse&) = delete;

  private:
    alignas(64) std::byte before_[64] = {};
};

// One or two neighbouring tiles at each step of the depth.
struct TileRun {
    const std::byte* first;
    std::int64_t toSecond;   // bytes from the first tile to the second
    std::int64_t rowStride;  // bytes
    std::int64_t stepBytes;  // bytes to the next step
};

// Rows to prefetch into the second-level cache, one line of each row every 2^stepsLog2 steps.
struct Ahead {
    const std::byte* first = nullptr;
    std::int64_t rows = 0, rowStride = 0;
    int stepsLog2 = 0;
};

constexpr std::int64_t kSumStride = 2 * kTileRows;
// sums[row of the left operand][column of the right one]
struct alignas(64) TileSums {
    float at[2 * kTileRows][kSumStride];
};

// sums = left · right over `steps`; added to the old sums unless fresh
template <int LeftTiles, int RightTiles>
inline void multiplyTiles(const TileRun& left, const TileRun& right, std::int64_t steps,
                          TileSums& sums, bool fresh = true, Ahead ahead = {}) {
    constexpr std::int64_t kStride = kSumStride * static_cast<std::int64_t>(sizeof(float));
    float* const lower = sums.at[kTileRows];
    float* const upper = sums.at[0];
    std::atomic_signal_fence(
        std::memory_order_seq_cst);  // the compiler does not see that tiles read memory
    if (fresh) {
        _tile_zero(0);
        _tile_zero(1);
        _tile_zero(2);
        _tile_zero(3);
    } else {
        _tile_loadd(0, upper, kStride);
        _tile_loadd(1, upper + kTileRows, kStride);
        _tile_loadd(2, lower, kStride);
        _tile_loadd(3, lower + kTileRows, kStride);
    }
    const std::byte* a = left.first;
    const std::byte* b = right.first;
    for (std::int64_t step = 0; step < steps; ++step) {
        _tile_loadd(6, b, kRowBytes);
        _tile_loadd(4, a, left.rowStride);
        _tile_dpbf16ps(0, 4, 6);
        if constexpr (RightTiles == 2) {
            _tile_loadd(7, b + right.toSecond, kRowBytes);
            _tile_dpbf16ps(1, 4, 7);
        }
        if constexpr (LeftTiles == 2) {
            _tile_loadd(5, a + left.toSecond, left.rowStride);
            _tile_dpbf16ps(2, 5, 6);
            if constexpr (RightTiles == 2) _tile_dpbf16ps(3, 5, 7);
        }
        const std::byte* const lines = ahead.first + (step >> ahead.stepsLog2) * kRowBytes;
        const std::int64_t every = std::int64_t{1} << ahead.stepsLog2;
        for (std::int64_t row = step & (every - 1); row < ahead.rows; row += every) {
            __builtin_prefetch(lines + row * ahead.rowStride, 0, 2);
        }
        a += left.stepBytes;
        b += right.stepBytes;
    }
    _tile_stored(0, upper, kStride);
    if constexpr (RightTiles == 2) _tile_stored(1, upper + kTileRows, kStride);
    if constexpr (LeftTiles == 2) _tile_stored(2, lower, kStride);
    if constexpr (LeftTiles == 2 && RightTiles == 2) _tile_stored(3, lower + kTileRows, kStride);
}

inline void storeTile(const Rows16& rows, std::byte* to) {
    for (int i = 0; i < 16; ++i) _mm512_store_si512(to + i * kRowBytes, rows[i]);
}

// `count` rows of bf16 numbers, filled up with zero rows -> a tile of the right operand
inline void turnTile(const std::byte* from, std::int64_t stride, std::int64_t count,
                     std::byte* to) {
    Rows16 rows;
#pragma GCC unroll 16
    for (int i = 0; i < 16; ++i) {
        rows[i] = i < count ? _mm512_loadu_si512(from + i * stride) : _mm512_setzero_si512();
    }
    transpose(rows);
    storeTile(rows, to);
}

// sums [16, kSumStride] -> its 16 columns as rows, `stride` floats apart
inline void turnSums(const float* sums, float* to, std::int64_t stride) {
    Rows16 rows;
#pragma GCC unroll 16
    for (int i = 0; i < 16; ++i) rows[i] = _mm512_load_si512(sums + i * kSumStride);
    transpose(rows);
#pragma GCC unroll 16
    for (int i = 0; i < 16; ++i) _mm512_storeu_si512(to + i * stride, rows[i]);
}

}  // namespace
}  // namespace duo::kernels::cpu
