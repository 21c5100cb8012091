// Attention of whole scales: every query sees all keys given, no mask, no scale (q carries it). One
// plane (a head of a picture) at a time: its keys are turned over once, so that scores and the
// weighted sum of values are both products of broadcast numbers with packed rows, a tile in
// registers. Scores of a few queries stay in the first-level cache. All sums are fp32.
#pragma once

#include <algorithm>
#include <vector>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/number.h"

namespace duo::kernels::cpu {
namespace {

// c [Rows, Vectors * lanes] = a [Rows, depth] · b [depth, Vectors * lanes]
template <typename Instruction, int Rows, int Vectors>
inline void outerTile(const float* a, std::int64_t aStride, const float* b, std::int64_t bStride,
                      std::int64_t depth, float* c, std::int64_t cStride) {
    typename Instruction::Sum sum[Rows][Vectors];
    for (auto& row : sum) {
        for (auto& cell : row) cell = Instruction::zero();
    }
    for (std::int64_t d = 0; d < depth; ++d) {
        typename Instruction::Operand packed[Vectors];
        for (int v = 0; v < Vectors; ++v) {
            packed[v] = Instruction::load(b + d * bStride + v * Instruction::step);
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
            Instruction::store(c + r * cStride + v * Instruction::step, sum[r][v]);
        }
    }
}

// The same for as many columns as there are, a multiple of the lanes.
template <typename Instruction, int Rows, int Vectors = Instruction::outerVectors>
inline void outerColumns(const float* a, std::int64_t aStride, const float* b, std::int64_t bStride,
                         std::int64_t depth, float* c, std::int64_t cStride, std::int64_t columns) {
    constexpr std::int64_t kWidth = Vectors * Instruction::step;
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

// scores [keys] in place to e^(score - largest) -> 1 / their sum
inline float expScores(float* scores, std::int64_t keys) {
    float most = scores[0];
#pragma omp simd reduction(max : most)
    for (std::int64_t i = 0; i < keys; ++i) most = scores[i] > most ? scores[i] : most;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < keys; ++i) {
        scores[i] = expOf(scores[i] - most);
        sum += scores[i];
    }
    return 1.0f / sum;
}

// What one thread needs beside its inputs; grows and is kept.
struct AttentionRoom {
    std::vector<float> keys, values, queries, scores, sums;

    static float* of(std::vector<float>& room, std::int64_t numbers) {
        if (room.size() < static_cast<std::size_t>(numbers)) room.resize(numbers);
        return room.data();
    }
};

// fp32 rows as they lie, others converted into the room.
template <typename Number>
const float* asFloats(const Number* from, std::int64_t numbers, std::vector<float>& room) {
    if constexpr (sizeof(Number) == sizeof(float)) {
        return from;
    } else {
        float* to = AttentionRoom::of(room, numbers);
        for (std::int64_t i = 0; i < numbers; ++i) to[i] = toFloat(from[i]);
        return to;
    }
}

// k [keys, width] -> [width, padded], zero behind the keys
template <typename Number>
const float* turned(const Number* k, std::int64_t keys, std::int64_t width, std::int64_t padded,
                    std::vector<float>& room) {
    float* to = AttentionRoom::of(room, width * padded);
    for (std::int64_t d = 0; d < width; ++d) {
        float* row = to + d * padded;
        for (std::int64_t i = 0; i < keys; ++i) row[i] = toFloat(k[i * width + d]);
        std::fill(row + keys, row + padded, 0.0f);
    }
    return to;
}

struct Plane {
    const float* queries;  // [queries, width]
    const float* keys;     // [width, padded]
    const float* values;   // [keys, width]
    std::int64_t keyCount, padded, width;
};

// Rows queries from `query` on -> sums [Rows, width], divided by the sums of their weights
template <typename Instruction, int Rows>
void attendQueries(const Plane& plane, std::int64_t query, float* scores, float* sums) {
    outerColumns<Instruction, Rows>(plane.queries + query * plane.width, plane.width, plane.keys,
                                    plane.padded, plane.width, scores, plane.padded, plane.padded);
    float rates[Rows];
    for (int r = 0; r < Rows; ++r) rates[r] = expScores(scores + r * plane.padded, plane.keyCount);
    outerColumns<Instruction, Rows>(scores, plane.padded, plane.values, plane.width, plane.keyCount,
                                    sums, plane.width, plane.width);
    for (int r = 0; r < Rows; ++r) {
        for (std::int64_t d = 0; d < plane.width; ++d) sums[r * plane.width + d] *= rates[r];
    }
}

template <typename Instruction, int Rows = Instruction::outerRows>
void attendUpTo(std::int64_t rows, const Plane& plane, std::int64_t query, float* scores,
                float* sums) {
    if (rows == Rows) {
        attendQueries<Instruction, Rows>(plane, query, scores, sums);
    } else if constexpr (Rows > 1) {
        attendUpTo<Instruction, Rows - 1>(rows, plane, query, scores, sums);
    }
}

template <typename Instruction, typename Number>
void attendPlane(const AttentionJob& job, std::int64_t index, AttentionRoom& room) {
    const std::int64_t width = job.headWidth;
    const std::int64_t padded =
        (job.keys + Instruction::step - 1) / Instruction::step * Instruction::step;
    const auto* cached = static_cast<const Number*>(job.k) + index * job.cachePlane;
    const auto* values = static_cast<const Number*>(job.v) + index * job.cachePlane;
    const auto* queries = static_cast<const Number*>(job.q) + index * job.queryPlane;
    const Plane plane{asFloats(queries, job.queries * width, room.queries),
                      turned(cached, job.keys, width, padded, room.keys),
                      asFloats(values, job.keys * width, room.values),
                      job.keys,
                      padded,
                      width};
    float* scores = AttentionRoom::of(room.scores, Instruction::outerRows * padded);
    float* sums = AttentionRoom::of(room.sums, Instruction::outerRows * width);
    Number* out = static_cast<Number*>(job.out) + index / job.heads * job.outPicture +
                  index % job.heads * width;
    for (std::int64_t query = 0; query < job.queries; query += Instruction::outerRows) {
        const std::int64_t rows =
            std::min<std::int64_t>(Instruction::outerRows, job.queries - query);
        attendUpTo<Instruction>(rows, plane, query, scores, sums);
        for (std::int64_t r = 0; r < rows; ++r) {
            Number* to = out + (query + r) * job.heads * width;
            for (std::int64_t d = 0; d < width; ++d) to[d] = fromFloat<Number>(sums[r * width + d]);
        }
    }
}

template <typename Instruction>
void attentionPart(const AttentionJob& job, std::int64_t firstPlane, std::int64_t endPlane) {
    static thread_local AttentionRoom room;
    for (std::int64_t plane = firstPlane; plane < endPlane; ++plane) {
        if (job.element == Element::Float32) {
            attendPlane<Instruction, float>(job, plane, room);
        } else {
            attendPlane<Instruction, BFloat16>(job, plane, room);
        }
    }
}

}  // namespace
}  // namespace duo::kernels::cpu
