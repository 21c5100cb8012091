// One token a row: guidance, top-k, top-p, temperature and the Gumbel draw, without a sort. One
// block a row; its logits are in shared memory as integers in the same order. Both thresholds are
// found by bisection; all threads take the same branches, since every count is the whole block's.
// The same rules as cpu/draw_rows.h.
#pragma once

#include "kernels/cuda/gumbel_body.h"
#include "kernels/float_order.h"
#include "kernels/jobs/draw_job.h"

namespace duo::kernels {

struct DrawTokensBody {
    static constexpr int kThreads = 256;
    static_assert(kMaxCodesOnGpu * sizeof(std::int32_t) <= kMaxSharedBytes);

    template <ThreadBlock Block>
    DUO_DEVICE void operator()(Block& block, const DrawJob& job) const {
        const std::int64_t picture = block.index() / job.tokens, token = block.index() % job.tokens;
        auto* order = block.template shared<std::int32_t>();
        const Row row{order, job.codes};
        Range range = guide(block, job, picture, token, order);
        if (job.topK > 0 && job.topK < job.codes) range.least = leastOfTopK(block, row, job, range);
        const Edge edge =
            job.topP > 0 ? edgeOfTopP(block, row, job, range) : Edge{range.least, range.least, 0};
        block.sync();  // threads now read what others wrote
        const NoiseKey key =
            noiseKeyOf(job.seeds[picture], job.images[picture], job.stream, job.scale, token);
        const std::int32_t drawn =
            drawnCode(block, job.codes, job.temperature, key, [&](std::int64_t code) {
                return edge.keeps(order[code], code) ? valueOf(order[code]) : filteredLogit();
            });
        if (block.thread() == 0) job.idx[block.index()] = drawn;
    }

  private:
    struct Row {
        const std::int32_t* order;
        std::int64_t codes;
    };

    struct Range {
        std::int32_t least, most;  // orders that codes may have; `most` is the largest logit's
    };

    // Codes that stay: order at least `least`; of those with the order `tied` only from firstCode
    // on.
    struct Edge {
        std::int64_t least;
        std::int32_t tied;
        std::int64_t firstCode;
        DUO_DEVICE bool keeps(std::int32_t order, std::int64_t code) const {
            return order >= least && (order != tied || code >= firstCode);
        }
    };

    struct Mass {
        double weight;  // sum of e^(logit - the largest)
        std::int64_t codes;
        DUO_DEVICE friend Mass operator+(Mass a, Mass b) {
            return {a.weight + b.weight, a.codes + b.codes};
        }
    };

    // Calls use(code, order) for the codes of this thread.
    template <ThreadBlock Block, typename Use>
    DUO_DEVICE static void forOwnCodes(Block& block, const Row& row, Use use) {
        for (std::int64_t code = block.thread(); code < row.codes; code += block.threads())
            use(code, row.order[code]);
    }

    template <ThreadBlock Block>
    DUO_DEVICE static Range guide(Block& block, const DrawJob& job, std::int64_t picture,
                                  std::int64_t token, std::int32_t* order) {
        const float* conditional = job.logits + picture * job.pictureStride + token * job.codes;
        const float more = job.guidance + 1.0f, less = job.guidance;
        Range own{INT32_MAX, INT32_MIN};
        for (std::int64_t code = block.thread(); code < job.codes; code += block.threads()) {
            float logit = conditional[code];
            if (job.guided) logit = more * logit - less * conditional[job.unconditional + code];
            order[code] = orderOf(logit);
            own = Wider()(own, {order[code], order[code]});
        }
        return reduceBlock(block, own, Wider());
    }

    struct Wider {
        DUO_DEVICE Range operator()(Range a, Range b) const {
            return {a.least < b.least ? a.least : b.least, a.most > b.most ? a.most : b.most};
        }
    };

    // -> the k-th largest; all codes that tie with it stay
    template <ThreadBlock Block>
    DUO_DEVICE static std::int32_t leastOfTopK(Block& block, const Row& row, const DrawJob& job,
                                               Range range) {
        std::int32_t low = range.least,
                     high = range.most + 1;  // at least topK reach low, fewer reach high
        while (std::int64_t{high} - low > 1) {
            const std::int32_t middle = between(low, high);
            std::int32_t own = 0;
            forOwnCodes(block, row,
                        [&](std::int64_t, std::int32_t order) { own += order >= middle ? 1 : 0; });
            const std::int32_t reach = reduceBlock(block, own, Plus());
            (reach >= job.topK ? low : high) = middle;
            if (reach == job.topK) break;
        }
        return low;
    }

    template <ThreadBlock Block>
    DUO_DEVICE static Mass massOf(Block& block, const Row& row, Range range, std::int32_t upTo) {
        const float largest = valueOf(range.most);
        Mass own{0, 0};
        forOwnCodes(block, row, [&](std::int64_t, std::int32_t order) {
            if (order < range.least || order > upTo) return;
            own = own + Mass{expf(valueOf(order) - largest), 1};
        });
        return reduceBlock(block, own, Plus());
    }

    // Drops the least likely codes while their total mass is at most 1 - topP; of equal codes the
    // lower ones first. The best code stays.
    template <ThreadBlock Block>
    DUO_DEVICE static Edge edgeOfTopP(Block& block, const Row& row, const DrawJob& job,
                                      Range range) {
        const Mass whole = massOf(block, row, range, range.most);
        const auto limit = static_cast<float>(1 - job.topP);
        const auto goes = [&](double weight) {
            return static_cast<float>(weight / whole.weight) <= limit;
        };
        std::int64_t low = std::int64_t{range.least} - 1, high = range.most;
        Mass below{0, 0};  // the mass up to low, which is dropped; up to high is too much
        Mass upTo = whole;
        while (high - low > 1 && upTo.codes - below.codes > 1) {
            const std::int32_t middle = between(low, high);
            const Mass mass = massOf(block, row, range, middle);
            if (goes(mass.weight)) {
                low = middle;
                below = mass;
            } else {
                high = middle;
                upTo = mass;
            }
        }
        const auto tied = static_cast<std::int32_t>(high);
        const double each = expf(valueOf(tied) - valueOf(range.most));
        std::int64_t gone = 0, tooMany = upTo.codes - below.codes;  // the last tied code stays
        while (tooMany - gone > 1) {
            const std::int64_t middle = gone + (tooMany - gone) / 2;
            (goes(below.weight + static_cast<double>(middle) * each) ? gone : tooMany) = middle;
        }
        return {low + 1, tied, firstCodeBehind(block, row, tied, gone)};
    }

    // -> the lowest code with `count` tied codes below it
    template <ThreadBlock Block>
    DUO_DEVICE static std::int64_t firstCodeBehind(Block& block, const Row& row, std::int32_t tied,
                                                   std::int64_t count) {
        if (count == 0) return 0;
        std::int64_t low = 0, high = row.codes;
        while (high - low > 1) {
            const std::int64_t middle = low + (high - low) / 2;
            std::int32_t own = 0;
            forOwnCodes(block, row, [&](std::int64_t code, std::int32_t order) {
                own += code < middle && order == tied ? 1 : 0;
            });
            (reduceBlock(block, own, Plus()) >= count ? high : low) = middle;
        }
        return high;
    }
};

}  // namespace duo::kernels
