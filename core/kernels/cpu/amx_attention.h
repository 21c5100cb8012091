// bf16 attention with tiles, 32 queries of a plane at a time. All matrices are transposed so that
// each query is a column: scores are keys · queriesᵀ, the softmax runs down the columns, and the
// sums are valuesᵀ · weights. Keys are read in place; values are transposed once for each plane.
#pragma once

#include <algorithm>
#include <vector>

#include "kernels/cpu/amx_tiles.h"
#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/number.h"

namespace duo::kernels::cpu {
namespace {

constexpr std::int64_t kQueries = 2 * kTileRows;

struct alignas(64) Tile {
    std::byte bytes[kTileBytes];
};

struct TileRoom {
    std::vector<Tile> lastKeys;    // [width / 32], rows of the last keys, then zeros
    std::vector<Tile> values;      // [keys / 32, width / 16], the head's numbers by keys
    std::vector<Tile> queries;     // [width / 32, 2]
    std::vector<Tile> weights;     // [keys / 32, 2], pairs of keys by queries
    std::vector<TileSums> scores;  // [keys / 32]
};

struct TilePlane {
    const std::byte* q;
    const std::byte* k;
    const std::byte* v;
    std::int64_t keys, width;

    std::int64_t rowBytes() const { return width * 2; }
    std::int64_t depthSteps() const { return width / kTileDepth; }
    std::int64_t keySteps() const { return (keys + kTileDepth - 1) / kTileDepth; }
};

// 16 numbers of each of two rows, interleaved as pairs; the second row may be missing
inline __m512i pairs(const std::byte* first, const std::byte* second) {
    const auto wide = [](const std::byte* row) {
        return _mm512_cvtepu16_epi32(
            row == nullptr ? __m256i{} : _mm256_loadu_si256(reinterpret_cast<const __m256i*>(row)));
    };
    return _mm512_or_si512(wide(first), _mm512_slli_epi32(wide(second), 16));
}

void turnValues(const TilePlane& plane, std::vector<Tile>& room) {
    const std::int64_t columnTiles = plane.width / kTileRows;
    room.resize(plane.keySteps() * columnTiles);
    for (std::int64_t step = 0; step < plane.keySteps(); ++step) {
        for (std::int64_t column = 0; column < columnTiles; ++column) {
            Rows16 rows;
            for (int pair = 0; pair < 16; ++pair) {
                const std::int64_t key = step * kTileDepth + 2 * pair;
                const std::byte* from = plane.v + key * plane.rowBytes() + column * kRowBytes / 2;
                rows[pair] = pairs(key < plane.keys ? from : nullptr,
                                   key + 1 < plane.keys ? from + plane.rowBytes() : nullptr);
            }
            transpose(rows);
            storeTile(rows, room[step * columnTiles + column].bytes);
        }
    }
}

// The last keys as 32 rows, if they are fewer than 32.
void copyLastKeys(const TilePlane& plane, std::vector<Tile>& room) {
    const std::int64_t first = (plane.keySteps() - 1) * kTileDepth;
    room.assign(2 * plane.depthSteps(), Tile{});
    std::copy(plane.k + first * plane.rowBytes(), plane.k + plane.keys * plane.rowBytes(),
              room.data()->bytes);
}

template <int QueryTiles>
void scoreKeys(const TilePlane& plane, TileRoom& room) {
    room.scores.resize(plane.keySteps());
    const TileRun queries{room.queries.data()->bytes, kTileBytes, kRowBytes, 2 * kTileBytes};
    TileRun keys{plane.k, kTileRows * plane.rowBytes(), plane.rowBytes(), kRowBytes};
    for (std::int64_t step = 0; step < plane.keySteps(); ++step) {
        if ((step + 1) * kTileDepth > plane.keys) keys.first = room.lastKeys.data()->bytes;
        multiplyTiles<2, QueryTiles>(keys, queries, plane.depthSteps(), room.scores[step]);
        keys.first += kTileDepth * plane.rowBytes();
    }
}

inline __m512 exponentials(__m512 scores) {
    alignas(64) float numbers[16];
    _mm512_store_ps(numbers, scores);
    for (float& number : numbers) number = expOf(number);
    return _mm512_load_ps(numbers);
}

inline __m512i bfloat16Bits(__m512 numbers) {
    return _mm512_cvtepu16_epi32(reinterpret_cast<__m256i>(_mm512_cvtneps_pbh(numbers)));
}

// Turns scores of 16 queries into weights e^(score - largest) in bf16 -> 1 / the sums before
// rounding
__m512 weighKeys(const TilePlane& plane, TileRoom& room, std::int64_t tile) {
    const auto scoresOf = [&](std::int64_t key) {
        return _mm512_load_ps(
            &room.scores[key / kTileDepth].at[key % kTileDepth][tile * kTileRows]);
    };
    __m512 most = scoresOf(0);
    for (std::int64_t key = 1; key < plane.keys; ++key) most = _mm512_max_ps(most, scoresOf(key));
    __m512 sum = _mm512_setzero_ps();
    for (std::int64_t key = 0; key < plane.keySteps() * kTileDepth; key += 2) {
        __m512 weights[2] = {};
        for (int odd = 0; odd < 2 && key + odd < plane.keys; ++odd) {
            weights[odd] = exponentials(_mm512_sub_ps(scoresOf(key + odd), most));
            sum = _mm512_add_ps(sum, weights[odd]);
        }
        _mm512_store_si512(
            room.weights[key / kTileDepth * 2 + tile].bytes + key % kTileDepth / 2 * kRowBytes,
            _mm512_or_si512(bfloat16Bits(weights[0]),
                            _mm512_slli_epi32(bfloat16Bits(weights[1]), 16)));
    }
    return _mm512_div_ps(_mm512_set1_ps(1.0f), sum);
}

struct QueryRows {
    BFloat16* first;
    std::int64_t count, stride;
};

// sums [32 of the head's numbers, queries] times the queries' rates -> rows of the output
void storeMixed(TileSums& sums, const __m512 (&rates)[2], const QueryRows& out) {
    for (std::int64_t tile = 0; tile * kTileRows < out.count; ++tile) {
        for (auto& row : sums.at) {
            float* const part = row + tile * kTileRows;
            _mm512_store_ps(part, _mm512_mul_ps(_mm512_load_ps(part), rates[tile]));
        }
        alignas(64) float rows[kTileRows][kSumStride];
        turnSums(&sums.at[0][tile * kTileRows], rows[0], kSumStride);
        turnSums(&sums.at[kTileRows][tile * kTileRows], rows[0] + kTileRows, kSumStride);
        for (std::int64_t r = 0; r < std::min(kTileRows, out.count - tile * kTileRows); ++r) {
            const __m512* const from = reinterpret_cast<const __m512*>(rows[r]);
            _mm512_storeu_si512(out.first + (tile * kTileRows + r) * out.stride,
                                reinterpret_cast<__m512i>(_mm512_cvtne2ps_pbh(from[1], from[0])));
        }
    }
}

template <int QueryTiles>
void attendTiles(const TilePlane& plane, const QueryRows& out, TileRoom& room) {
    for (std::int64_t step = 0; step < plane.depthSteps(); ++step) {
        for (std::int64_t tile = 0; tile < QueryTiles; ++tile) {
            turnTile(plane.q + tile * kTileRows * plane.rowBytes() + step * kRowBytes,
                     plane.rowBytes(), out.count - tile * kTileRows,
                     room.queries[step * 2 + tile].bytes);
        }
    }
    scoreKeys<QueryTiles>(plane, room);
    __m512 rates[2] = {};
    for (int tile = 0; tile < QueryTiles; ++tile) rates[tile] = weighKeys(plane, room, tile);
    const TileRun weights{room.weights.data()->bytes, kTileBytes, kRowBytes, 2 * kTileBytes};
    TileSums sums;
    for (std::int64_t column = 0; column < plane.width; column += 2 * kTileRows) {
        const TileRun values{room.values[column / kTileRows].bytes, kTileBytes, kRowBytes,
                             plane.width / kTileRows * kTileBytes};
        multiplyTiles<2, QueryTiles>(values, weights, plane.keySteps(), sums);
        storeMixed(sums, rates, {out.first + column, out.count, out.stride});
    }
}

void attendPlaneOfTiles(const AttentionJob& job, std::int64_t index, TileRoom& room) {
    const auto at = [&](const void* numbers, std::int64_t plane) {
        return static_cast<const std::byte*>(numbers) + index * plane * 2;
    };
    TilePlane plane{at(job.q, job.queryPlane), at(job.k, job.cachePlane), at(job.v, job.cachePlane),
                    job.keys, job.headWidth};
    turnValues(plane, room.values);
    copyLastKeys(plane, room.lastKeys);
    room.queries.resize(plane.depthSteps() * 2);
    room.weights.resize(plane.keySteps() * 2);
    const std::int64_t stride = job.heads * job.headWidth;
    auto* out = static_cast<BFloat16*>(job.out) + index / job.heads * job.outPicture +
                index % job.heads * job.headWidth;
    for (std::int64_t query = 0; query < job.queries; query += kQueries) {
        const QueryRows rows{out + query * stride, std::min(kQueries, job.queries - query), stride};
        if (rows.count > kTileRows) {
            attendTiles<2>(plane, rows, room);
        } else {
            attendTiles<1>(plane, rows, room);
        }
        plane.q += kQueries * plane.rowBytes();
    }
}

void attentionOfTiles(const AttentionJob& job, std::int64_t firstPlane, std::int64_t endPlane) {
    static thread_local TileRoom room;
    const TileUse tiles;
    for (std::int64_t plane = firstPlane; plane < endPlane; ++plane) {
        attendPlaneOfTiles(job, plane, room);
    }
}

}  // namespace
}  // namespace duo::kernels::cpu
