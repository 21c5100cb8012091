// One token a row: guidance, top-k, top-p, temperature and the Gumbel draw, without a sort. Both
// thresholds are found by bisection over the logits, read as integers in the same order. The
// compiler vectorises these plain loops for the instruction set of the including file; only Pack is
// written with its instructions.
#pragma once

#include <algorithm>
#include <cstdint>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/cpu/number.h"
#include "kernels/float_order.h"
#include "kernels/philox.h"

namespace duo::kernels::cpu {
namespace {

// An integer within (low, high), if possible that of the float in the middle: logits are spread
// evenly over float values, not over their bits.
inline std::int32_t middleOf(std::int64_t low, std::int64_t high) {
    const float middle = 0.5f * valueOf(static_cast<std::int32_t>(low)) +
                         0.5f * valueOf(static_cast<std::int32_t>(high));
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(orderOf(middle), low + 1, high - 1));
}

struct PlainPack {
    // Moves the codes whose order is at least `least` to the front of all arrays. -> how many
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

// The remaining codes of one row, in rising order; the arrays lie in the workspace.
struct Candidates {
    float* logit;
    std::int32_t* order;
    std::int32_t* code;
    float* weight;  // e^(logit - the largest); later the value to draw by
    std::int64_t count = 0;

    Candidates(std::uint32_t* workspace, std::int64_t codes)
        : logit(reinterpret_cast<float*>(workspace)),
          order(reinterpret_cast<std::int32_t*>(workspace) + codes),
          code(reinterpret_cast<std::int32_t*>(workspace) + 2 * codes),
          weight(reinterpret_cast<float*>(workspace) + 3 * codes) {}

    // Keeps the codes whose order is at least `least`. Does not move the weights.
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
    std::int32_t least, most;  // orders that codes may have; `most` is that of the largest logit
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

// All codes that tie with the k-th stay.
template <typename Pack>
void keepTopK(Candidates& row, std::int64_t topK, OrderRange& range) {
    std::int32_t low = range.least,
                 high = range.most + 1;  // at least topK codes reach low, fewer reach high
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

// The mass and the number of the codes up to an order.
struct Share {
    float mass = 0;
    std::int32_t codes = 0;
};

inline Share shareUpTo(const Candidates& row, std::int32_t order) {
    const std::int32_t* const orders = row.order;  // both are always read, so that the compiler
    const float* const weights = row.weight;       // can vectorise the loop
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

// Drops the first codes of this order; one must stay.
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

// Drops the least likely codes while their total mass is at most 1 - topP; of equal codes the lower
// ones first. The best code stays.
template <typename Pack>
void keepTopP(Candidates& row, double topP, const OrderRange& range) {
    const float whole = shareUpTo(row, range.most).mass;
    const auto limit = static_cast<float>(1 - topP);
    std::int64_t low = std::int64_t{range.least} - 1, high = range.most;
    Share below;  // the codes up to low; the mass up to high exceeds the limit
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

// -> the code with the largest logit / temperature + noise; of equal codes the lower one
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
