// Draws by Gumbel-max: one block a row of logits. Each thread takes four codes at a time (one
// Philox call) and skips filtered ones; then the block reduces to the best (value, code).
#pragma once

#include <cmath>

#include "kernels/cuda/block.h"
#include "kernels/jobs/gumbel_jobs.h"
#include "kernels/philox.h"

namespace duo::kernels {

// The logit of a code that is not drawn.
DUO_DEVICE float filteredLogit() {
    return -INFINITY;
}

DUO_DEVICE NoiseKey noiseKeyOf(std::uint64_t seed, std::uint32_t image, std::uint32_t stream,
                               std::uint32_t scale, std::int64_t token) {
    return {seed, image, stream, scale, static_cast<std::uint32_t>(token)};
}

// row: picture * tokens + position
DUO_DEVICE NoiseKey noiseKeyOf(const GumbelRows& a, std::int64_t row) {
    const std::int64_t picture = row / a.tokens;
    return noiseKeyOf(a.seeds[picture], a.images[picture], a.stream, a.scale, row % a.tokens);
}

struct Best {
    float value;
    std::int32_t code;
};

// The higher value, or the lower code of equal values, so that the order of reduction does not
// matter.
struct Better {
    DUO_DEVICE Best operator()(Best a, Best b) const {
        return b.value > a.value || (b.value == a.value && b.code < a.code) ? b : a;
    }
};

// -> the code with the largest logit / temperature + noise, the same in every thread.
// logitOf(code): filteredLogit() for codes that are not drawn
template <ThreadBlock Block, typename LogitOf>
DUO_DEVICE std::int32_t drawnCode(Block& block, std::int64_t codes, float temperature,
                                  const NoiseKey& key, LogitOf logitOf) {
    Best best{filteredLogit(), 0};
    for (std::int64_t first = 4 * block.thread(); first < codes; first += 4 * block.threads()) {
        float logit[4];
        bool kept = false;
        for (int i = 0; i < 4; ++i) {
            logit[i] = first + i < codes ? logitOf(first + i) : filteredLogit();
            kept |= logit[i] != filteredLogit();
        }
        if (!kept) continue;
        const PhiloxWords words = noiseWords(key, static_cast<std::uint32_t>(first / 4));
        for (int i = 0; i < 4; ++i) {
            if (logit[i] == filteredLogit()) continue;
            const float value = logit[i] / temperature + gumbelOf(words.w[i]);
            best = Better()(best, {value, static_cast<std::int32_t>(first) + i});
        }
    }
    return reduceBlock(block, best, Better()).code;
}

struct GumbelArgmaxBody {
    static constexpr int kThreads = 256;

    template <ThreadBlock Block>
    DUO_DEVICE void operator()(Block& block, const GumbelArgmaxJob& job) const {
        const std::int64_t row = block.index();
        const float* logits = job.rows.logits + row * job.rows.codes;
        const std::int32_t code =
            drawnCode(block, job.rows.codes, job.temperature, noiseKeyOf(job.rows, row),
                      [&](std::int64_t i) { return logits[i]; });
        if (block.thread() == 0) job.idx[row] = code;
    }
};

struct GumbelPerturbBody {
    static constexpr int kThreads = 256;

    template <ThreadBlock Block>
    DUO_DEVICE void operator()(Block& block, const GumbelPerturbJob& job) const {
        const std::int64_t codes = job.rows.codes, row = block.index();
        const float* logits = job.rows.logits + row * codes;
        float* noisy = job.noisy + row * codes;
        const NoiseKey key = noiseKeyOf(job.rows, row);
        for (std::int64_t first = 4 * block.thread(); first < codes; first += 4 * block.threads()) {
            const PhiloxWords words = noiseWords(key, static_cast<std::uint32_t>(first / 4));
            for (int i = 0; i < 4 && first + i < codes; ++i) {
                const float logit = logits[first + i];
                noisy[first + i] = logit == filteredLogit()
                                       ? filteredLogit()
                                       : (logit * job.factor + gumbelOf(words.w[i])) / job.tau;
            }
        }
    }
};

}  // namespace duo::kernels
