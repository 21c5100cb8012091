// One token a row: guidance, top-k, top-p, temperature and the Gumbel draw, with no sort. Both
// edges are found by halving the range of the logits, read as whole numbers of the same order.
// Plain loops that the compiler vectorises for the instruction set of the including file.
#pragma once

#include <cstdint>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/number.h"
#include "kernels/float_order.h"
#include "kernels/philox.h"

namespace duo::kernels::cpu {
namespace {

// The codes of one row that are still in the draw, in rising order; arrays in the workspace.
struct Candidates {
    float* logit;
    std::int32_t* order;
    std::int32_t* code;
    float* weight;  // e^(logit - the largest); later the value drawn by
    std::int64_t count = 0;

    Candidates(std::uint32_t* workspace, std::int64_t codes)
        : logit(reinterpret_cast<float*>(workspace)),
          order(reinterpret_cast<std::int32_t*>(workspace) + codes),
          code(reinterpret_cast<std::int32_t*>(workspace) + 2 * codes),
          weight(reinterpret_cast<float*>(workspace) + 3 * codes) {}

    template <typename Stays>
    void keep(Stays stays) {
        std::int64_t kept = 0;
        for (std::int64_t i = 0; i < count; ++i) {
            const bool here = stays(i);
            logit[kept] = logit[i];
            code[kept] = code[i];
            kept += here ? 1 : 0;
        }
        count = kept;
    }

    void setOrder() {
        for (std::int64_t i = 0; i < count; ++i) order[i] = orderOf(logit[i]);
    }
};

inline void guide(const DrawJob& job, const float* conditional, const float* unconditional,
                  Candidates& row) {
    const float more = job.guidance + 1.0f, less = job.guidance;
    for (std::int64_t i = 0; i < job.codes; ++i) {
        const float logit = unconditional == nullptr
                                ? conditional[i]
                                : more * conditional[i] - less * unconditional[i];
        row.logit[i] = logit;
        row.code[i] = static_cast<std::int32_t>(i);
    }
    row.count = job.codes;
    row.setOrder();
}

struct OrderRange {
    std::int32_t least, most;  // that a code may have; the largest logit has most
};

inline OrderRange rangeOf(const Candidates& row) {
    std::int32_t least = row.order[0], most = row.order[0];
#pragma omp simd reduction(min : least) reduction(max : most)
    for (std::int64_t i = 0; i < row.count; ++i) {
        least = row.order[i] < least ? row.order[i] : least;
        most = row.order[i] > most ? row.order[i] : most;
    }
    return {least, most};
}

// Codes as large as the k-th stay, however many.
inline void keepTopK(Candidates& row, std::int64_t topK, OrderRange& range) {
    std::int32_t low = range.least, high = range.most + 1;  // at least topK, and fewer, reach them
    while (std::int64_t{high} - low > 1) {
        const std::int32_t middle = between(low, high);
        std::int32_t reach = 0;
#pragma omp simd reduction(+ : reach)
        for (std::int64_t i = 0; i < row.count; ++i) reach += row.order[i] >= middle ? 1 : 0;
        (reach >= topK ? low : high) = middle;
        if (reach == topK) break;
    }
    row.keep([&](std::int64_t i) { return row.order[i] >= low; });
    row.setOrder();
    range.least = low;
}

// Drops the least likely codes as long as their mass together is at most 1 - topP, of equal ones
// the lower codes first; the best code stays.
inline void keepTopP(Candidates& row, double topP, const OrderRange& range) {
    double whole = 0;
#pragma omp simd reduction(+ : whole)
    for (std::int64_t i = 0; i < row.count; ++i) whole += row.weight[i];
    const auto limit = static_cast<float>(1 - topP);
    std::int64_t low = std::int64_t{range.least} - 1, high = range.most;
    double dropped = 0;  // the mass up to low; up to high it passes the limit
    std::int64_t below = 0, upTo = row.count;
    while (high - low > 1 && upTo - below > 1) {
        const std::int32_t middle = between(low, high);
        double mass = 0;
        std::int32_t reached = 0;
#pragma omp simd reduction(+ : mass, reached)
        for (std::int64_t i = 0; i < row.count; ++i) {
            mass += row.order[i] <= middle ? row.weight[i] : 0.0f;
            reached += row.order[i] <= middle ? 1 : 0;
        }
        if (static_cast<float>(mass / whole) <= limit) {
            low = middle;
            dropped = mass;
            below = reached;
        } else {
            high = middle;
            upTo = reached;
        }
    }
    std::int64_t equals = upTo - below;  // alike, if more than one
    row.keep([&](std::int64_t i) {
        if (row.order[i] <= low) return false;
        if (row.order[i] > high || --equals == 0) return true;
        dropped += row.weight[i];
        return static_cast<float>(dropped / whole) > limit;
    });
}

// -> the code whose logit / temperature + noise is the largest, the lower one of equals
inline std::int32_t drawnOf(Candidates& row, float temperature, const NoiseKey& key) {
#pragma omp simd
    for (std::int64_t i = 0; i < row.count; ++i) {
        const auto code = static_cast<std::uint32_t>(row.code[i]);
        const PhiloxWords words = noiseWords(key, code / 4);
        const std::uint32_t even = code & 2 ? words.w[2] : words.w[0];
        const std::uint32_t odd = code & 2 ? words.w[3] : words.w[1];
        const float u = uniformOf(code & 1 ? odd : even);
        row.weight[i] = row.logit[i] / temperature - logOf(-logOf(u));
    }
    std::int64_t best = 0;
    for (std::int64_t i = 1; i < row.count; ++i) best = row.weight[i] > row.weight[best] ? i : best;
    return row.code[best];
}

inline std::int64_t drawRow(const DrawJob& job, std::int64_t row, Candidates& candidates) {
    const std::int64_t picture = row / job.tokens, token = row % job.tokens;
    const float* conditional = job.logits + picture * job.pictureStride + token * job.codes;
    guide(job, conditional, job.guided ? conditional + job.unconditional : nullptr, candidates);
    OrderRange range = rangeOf(candidates);
    if (job.topK > 0 && job.topK < job.codes) keepTopK(candidates, job.topK, range);
    if (job.topP > 0) {
        const float largest = valueOf(range.most);
        for (std::int64_t i = 0; i < candidates.count; ++i)
            candidates.weight[i] = expOf(candidates.logit[i] - largest);
        keepTopP(candidates, job.topP, range);
    }
    const NoiseKey key{job.seeds[picture], job.images[picture], job.stream, job.scale,
                       static_cast<std::uint32_t>(token)};
    return drawnOf(candidates, job.temperature, key);
}

inline void drawPart(const DrawJob& job, std::uint32_t* workspace, std::int64_t firstRow,
                     std::int64_t endRow) {
    Candidates candidates(workspace, job.codes);
    for (std::int64_t row = firstRow; row < endRow; ++row)
        job.idx[row] = drawRow(job, row, candidates);
}

}  // namespace
}  // namespace duo::kernels::cpu
