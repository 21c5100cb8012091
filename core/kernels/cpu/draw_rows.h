// One token a row: guidance, top-k, top-p, temperature and the Gumbel draw, with no sort. Both
// edges are found by halving the range of the logits, read as whole numbers of the same order.
// Plain loops that the compiler vectorises for the instruction set of the including file, but for
// Pack, which it does not.
#pragma once

#include <algorithm>
#include <cstdint>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/number.h"
#include "kernels/float_order.h"
#include "kernels/philox.h"

namespace duo::kernels::cpu {
namespace {

// A whole number within (low, high), of the float in their middle if it can be: logits are spread
// evenly over floats, not over their bits.
inline std::int32_t middleOf(std::int64_t low, std::int64_t high) {
    const float middle = 0.5f * valueOf(static_cast<std::int32_t>(low)) +
                         0.5f * valueOf(static_cast<std::int32_t>(high));
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(orderOf(middle), low + 1, high - 1));
}

struct PlainPack {
    // Of `count` codes, those whose order is at least `least` go to the front of all arrays.
    // -> how many
    static std::int64_t pack(std::int32_t least, std::int64_t count, std::int32_t* order,
                             float* logit, std::int32_t* code) {
        std::int64_t kept = 0;
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int32_t here = order[i];
            order[kept] = here;
            logit[kept] = logit[i];
            code[kept] = code[i];
            kept += here >= least ? 1 : 0;
        }
        return kept;
    }
};

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

    // Those of an order from `least` on stay. The weights are left as they were.
    template <typename Pack>
    void keepFrom(std::int32_t least) {
        count = Pack::pack(least, count, order, logit, code);
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
template <typename Pack>
void keepTopK(Candidates& row, std::int64_t topK, OrderRange& range) {
    std::int32_t low = range.least, high = range.most + 1;  // at least topK, and fewer, reach them
    while (std::int64_t{high} - low > 1) {
        const std::int32_t middle = middleOf(low, high);
        std::int32_t reach = 0;
#pragma omp simd reduction(+ : reach)
        for (std::int64_t i = 0; i < row.count; ++i) reach += row.order[i] >= middle ? 1 : 0;
        (reach >= topK ? low : high) = middle;
        if (reach == topK) break;
    }
    row.keepFrom<Pack>(low);
    range.least = low;
}

// The mass of the codes up to an order, and how many they are.
struct Share {
    float mass = 0;
    std::int32_t codes = 0;
};

inline Share shareUpTo(const Candidates& row, std::int32_t order) {
    const std::int32_t* const orders = row.order;  // both are read in any case, or this is no
    const float* const weights = row.weight;       // loop of vectors
    const std::int64_t count = row.count;
    float mass = 0;
    std::int32_t codes = 0;
#pragma omp simd reduction(+ : mass, codes)
    for (std::int64_t i = 0; i < count; ++i) {
        const float weight = weights[i];
        const bool within = orders[i] <= order;
        mass += within ? weight : 0.0f;
        codes += within ? 1 : 0;
    }
    return {mass, codes};
}

// Drops the first of the codes of this order; one has to stay.
inline void dropAlike(Candidates& row, std::int32_t order, std::int64_t dropped) {
    std::int64_t kept = 0;
    for (std::int64_t i = 0; i < row.count; ++i) {
        const bool stays = row.order[i] != order || --dropped < 0;
        row.logit[kept] = row.logit[i];
        row.code[kept] = row.code[i];
        kept += stays ? 1 : 0;
    }
    row.count = kept;
}

// Drops the least likely codes as long as their mass together is at most 1 - topP, of equal ones
// the lower codes first; the best code stays.
template <typename Pack>
void keepTopP(Candidates& row, double topP, const OrderRange& range) {
    const float whole = shareUpTo(row, range.most).mass;
    const auto limit = static_cast<float>(1 - topP);
    std::int64_t low = std::int64_t{range.least} - 1, high = range.most;
    Share below;  // up to low; up to high the mass passes the limit
    std::int32_t upTo = static_cast<std::int32_t>(row.count);
    while (high - low > 1 && upTo - below.codes > 1) {
        const std::int32_t middle = middleOf(low, high);
        const Share share = shareUpTo(row, middle);
        if (share.mass / whole <= limit) {
            low = middle;
            below = share;
        } else {
            high = middle;
            upTo = share.codes;
        }
    }
    row.keepFrom<Pack>(static_cast<std::int32_t>(low + 1));
    const std::int32_t alike = upTo - below.codes;  // of order `high`, if more than one
    if (alike == 1) return;
    const float each = expOf(valueOf(static_cast<std::int32_t>(high)) - valueOf(range.most));
    std::int32_t dropped = 0;
    while (dropped + 1 < alike && (below.mass += each) / whole <= limit) ++dropped;
    dropAlike(row, static_cast<std::int32_t>(high), dropped);
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
    float most = row.weight[0];
#pragma omp simd reduction(max : most)
    for (std::int64_t i = 0; i < row.count; ++i) most = row.weight[i] > most ? row.weight[i] : most;
    std::int64_t best = 0;
    while (best + 1 < row.count && row.weight[best] != most) ++best;
    return row.code[best];
}

template <typename Pack>
std::int64_t drawRow(const DrawJob& job, std::int64_t row, Candidates& candidates) {
    const std::int64_t picture = row / job.tokens, token = row % job.tokens;
    const float* conditional = job.logits + picture * job.pictureStride + token * job.codes;
    guide(job, conditional, job.guided ? conditional + job.unconditional : nullptr, candidates);
    OrderRange range = rangeOf(candidates);
    if (job.topK > 0 && job.topK < job.codes) keepTopK<Pack>(candidates, job.topK, range);
    if (job.topP > 0) {
        const float largest = valueOf(range.most);
        for (std::int64_t i = 0; i < candidates.count; ++i)
            candidates.weight[i] = expOf(candidates.logit[i] - largest);
        keepTopP<Pack>(candidates, job.topP, range);
    }
    const NoiseKey key{job.seeds[picture], job.images[picture], job.stream, job.scale,
                       static_cast<std::uint32_t>(token)};
    return drawnOf(candidates, job.temperature, key);
}

template <typename Pack>
void drawPart(const DrawJob& job, std::uint32_t* workspace, std::int64_t firstRow,
              std::int64_t endRow) {
    Candidates candidates(workspace, job.codes);
    for (std::int64_t row = firstRow; row < endRow; ++row)
        job.idx[row] = drawRow<Pack>(job, row, candidates);
}

}  // namespace
}  // namespace duo::kernels::cpu
