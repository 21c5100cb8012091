// Attention of whole scales: every query sees all given keys, without mask or scale (q includes the
// scale). It handles one plane (a head of a picture) at a time and transposes its keys once; then
// scores and the weighted sum of values are both products of broadcast numbers with packed rows, in
// register tiles. Scores of a few queries stay in the first-level cache. All sums are fp32. bf16
// numbers are multiplied in neighbouring pairs along the sum, so a cell of a product is a float or
// a pair.
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/number.h"
#include "kernels/cpu/outer_tiles.h"
#include "kernels/cpu/room.h"

namespace duo::kernels::cpu {
namespace {

// Turns scores [padded] in place into e^(score - largest); only the first `keys` count
// -> 1 / their sum
inline float expScores(float* scores, std::int64_t keys, std::int64_t padded) {
    std::fill(scores + keys, scores + padded, std::numeric_limits<float>::lowest());
    float most = scores[0];
#pragma omp simd reduction(max : most)
    for (std::int64_t i = 0; i < padded; ++i) most = scores[i] > most ? scores[i] : most;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < padded; ++i) {
        scores[i] = expOf(scores[i] - most);
        sum += scores[i];  // the padding adds less than the sum's last bit
    }
    return 1.0f / sum;
}

// Reads rows of numbers as rows of cells.
inline const float* cells(const float* rows) {
    return rows;
}
inline const Pair* cells(const BFloat16* rows) {
    return reinterpret_cast<const Pair*>(rows);
}

// Cells along the keys: values [keys, width] -> [cells, width]
inline const float* valueCells(const float* v, std::int64_t, std::int64_t, std::vector<float>&) {
    return v;
}
inline const Pair* valueCells(const BFloat16* v, std::int64_t keys, std::int64_t width,
                              std::vector<Pair>& room) {
    Pair* to = roomFor(room, (keys + 1) / 2 * width);
    for (std::int64_t key = 0; key < keys; key += 2, to += width, v += 2 * width) {
        const bool alone = key + 1 == keys;
        for (std::int64_t d = 0; d < width; ++d) {
            to[d] = {v[d], alone ? BFloat16{0} : v[width + d]};
        }
    }
    return room.data();
}

// Weights [keys] of one query as cells along the keys.
inline const float* weightCells(const float* weights, std::int64_t, float*) {
    return weights;
}
inline const Pair* weightCells(const float* weights, std::int64_t keys, Pair* to) {
    for (std::int64_t i = 0; i + 1 < keys; i += 2) {
        to[i / 2] = {fromFloat<BFloat16>(weights[i]), fromFloat<BFloat16>(weights[i + 1])};
    }
    if (keys % 2 == 1) to[keys / 2] = {fromFloat<BFloat16>(weights[keys - 1]), BFloat16{0}};
    return to;
}

// k [keys, width] in cells -> [width, padded], with zeros after the keys
template <typename Instruction>
const typename Instruction::Cell* turned(const typename Instruction::Cell* k, std::int64_t keys,
                                         std::int64_t width, std::int64_t padded,
                                         std::vector<typename Instruction::Cell>& room) {
    constexpr std::int64_t kLanes = Instruction::lanes;
    typename Instruction::Cell* to = roomFor(room, width * padded);
    for (std::int64_t key = 0; key < keys; key += kLanes) {
        const std::int64_t end = std::min(key + kLanes, keys);
        std::int64_t done = 0;  // part of the width, in whole squares
        for (; end - key == kLanes && done + kLanes <= width; done += kLanes) {
            Instruction::turn(k + key * width + done, width, to + done * padded + key, padded);
        }
        for (std::int64_t d = done; d < width; ++d) {
            for (std::int64_t i = key; i < end; ++i) to[d * padded + i] = k[i * width + d];
        }
    }
    for (std::int64_t d = 0; d < width; ++d) {
        std::fill(to + d * padded + keys, to + (d + 1) * padded, typename Instruction::Cell{});
    }
    return to;
}

template <typename Cell>
struct AttentionRoom {
    std::vector<Cell> keys, values, weights;
    std::vector<float> scores, sums;
};

template <typename Cell>
struct Plane {
    const Cell* queries;  // [queries, width in cells]
    const Cell* keys;     // [width in cells, padded]
    const Cell* values;   // [keys in cells, width]
    std::int64_t keyCount, padded, width;
};

// Rows queries from `query` on -> sums [Rows, width], divided by the sums of their weights
template <typename Instruction, int Rows>
void attendQueries(const Plane<typename Instruction::Cell>& plane, std::int64_t query,
                   AttentionRoom<typename Instruction::Cell>& room) {
    using Cell = typename Instruction::Cell;
    constexpr std::int64_t kInCell = sizeof(Cell) / sizeof(typename Instruction::Number);
    const std::int64_t widthCells = plane.width / kInCell;
    const std::int64_t keyCells = (plane.keyCount + kInCell - 1) / kInCell;
    float* scores = room.scores.data();
    outerColumns<Instruction, Rows>(plane.queries + query * widthCells, widthCells, plane.keys,
                                    plane.padded, widthCells, scores, plane.padded, plane.padded);
    float rates[Rows];
    const Cell* weights = nullptr;
    for (int r = Rows - 1; r >= 0; --r) {  // the first row's cells overlap the start of all
        float* row = scores + r * plane.padded;
        rates[r] = expScores(row, plane.keyCount, plane.padded);
        weights = weightCells(row, plane.keyCount, room.weights.data() + r * plane.padded);
    }
    float* sums = room.sums.data();
    outerColumns<Instruction, Rows>(weights, plane.padded, plane.values, plane.width, keyCells,
                                    sums, plane.width, plane.width);
    for (int r = 0; r < Rows; ++r) {
        for (std::int64_t d = 0; d < plane.width; ++d) sums[r * plane.width + d] *= rates[r];
    }
}

template <typename Instruction, int Rows = Instruction::outerRows>
void attendUpTo(std::int64_t rows, const Plane<typename Instruction::Cell>& plane,
                std::int64_t query, AttentionRoom<typename Instruction::Cell>& room) {
    if (rows == Rows) {
        attendQueries<Instruction, Rows>(plane, query, room);
    } else if constexpr (Rows > 1) {
        attendUpTo<Instruction, Rows - 1>(rows, plane, query, room);
    }
}

template <typename Instruction>
void attendPlane(const AttentionJob& job, std::int64_t index,
                 AttentionRoom<typename Instruction::Cell>& room) {
    using Number = typename Instruction::Number;
    using Cell = typename Instruction::Cell;
    const std::int64_t width = job.headWidth;
    const std::int64_t padded =
        (job.keys + Instruction::lanes - 1) / Instruction::lanes * Instruction::lanes;
    const auto* keys = static_cast<const Number*>(job.k) + index * job.cachePlane;
    const auto* values = static_cast<const Number*>(job.v) + index * job.cachePlane;
    const auto* queries = static_cast<const Number*>(job.q) + index * job.queryPlane;
    const std::int64_t widthCells =
        width * static_cast<std::int64_t>(sizeof(Number)) / static_cast<std::int64_t>(sizeof(Cell));
    const Plane<Cell> plane{
        cells(queries),
        turned<Instruction>(cells(keys), job.keys, widthCells, padded, room.keys),
        valueCells(values, job.keys, width, room.values),
        job.keys,
        padded,
        width};
    roomFor(room.scores, Instruction::outerRows * padded);
    roomFor(room.weights, Instruction::outerRows * padded);
    const float* sums = roomFor(room.sums, Instruction::outerRows * width);
    Number* out = static_cast<Number*>(job.out) + index / job.heads * job.outPicture +
                  index % job.heads * width;
    for (std::int64_t query = 0; query < job.queries; query += Instruction::outerRows) {
        const std::int64_t rows =
            std::min<std::int64_t>(Instruction::outerRows, job.queries - query);
        attendUpTo<Instruction>(rows, plane, query, room);
        for (std::int64_t r = 0; r < rows; ++r) {
            Number* to = out + (query + r) * job.heads * width;
            for (std::int64_t d = 0; d < width; ++d) to[d] = fromFloat<Number>(sums[r * width + d]);
        }
    }
}

template <typename Instruction>
void attentionPart(const AttentionJob& job, std::int64_t firstPlane, std::int64_t endPlane) {
    static thread_local AttentionRoom<typename Instruction::Cell> room;
    for (std::int64_t plane = firstPlane; plane < endPlane; ++plane) {
        attendPlane<Instruction>(job, plane, room);
    }
}

}  // namespace
}  // namespace duo::kernels::cpu
