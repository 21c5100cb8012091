// Splits the product with the qkv matrix into q and the KV cache: one block for the q, k or v of a
// token, one warp a head. Limited by memory bandwidth: every number is read and written once.
#pragma once

#include <cmath>

#include "kernels/cuda/block.h"
#include "kernels/jobs/split_heads_job.h"

namespace duo::kernels {

template <typename In, typename Out>
struct SplitHeadsBody {
    static constexpr int kThreads = 256;
    static constexpr int kParts = 3;  // q, k, v

    template <ThreadBlock Block>
    DUO_DEVICE void operator()(Block& block, const SplitHeadsJob& job) const {
        const std::int64_t row = block.index() / kParts, part = block.index() % kParts;
        const std::int64_t picture = row / job.tokens, token = row % job.tokens;
        const std::int64_t width = job.headWidth;
        const bool fresh = part == 0;  // q has only the new tokens; k and v go into the cache
        const std::int64_t place = fresh ? token : job.held + token;
        const std::int64_t places = fresh ? job.tokens : job.capacity;
        const In* from = static_cast<const In*>(job.qkv) + block.index() * job.heads * width;
        Out* to = static_cast<Out*>(fresh ? job.q : part == 1 ? job.k : job.v);
        const float* bias = fresh ? job.qBias : part == 1 ? nullptr : job.vBias;
        const bool unit = job.queryScale != nullptr && part != 2;
        const int warps = block.threads() / kWarp;
        for (std::int64_t head = block.thread() / kWarp; head < job.heads; head += warps) {
            float factor = 1;
            if (fresh) factor = unit ? job.queryScale[head] : job.plainScale;
            const std::int64_t plane = picture * job.heads + head;
            writeHead(block, from + head * width, bias == nullptr ? nullptr : bias + head * width,
                      factor, unit, to + (plane * places + place) * width, width);
        }
    }

  private:
    // to = (from + bias) · factor; with `unit` scaled to length one first
    template <ThreadBlock Block>
    DUO_DEVICE static void writeHead(Block& block, const In* from, const float* bias, float factor,
                                     bool unit, Out* to, std::int64_t width) {
        const auto biased = [&](std::int64_t i) {
            return static_cast<float>(from[i]) + (bias == nullptr ? 0.0f : bias[i]);
        };
        const int lane = block.thread() % kWarp;
        if (unit) {
            float squares = 0;
            for (std::int64_t i = lane; i < width; i += kWarp) squares += biased(i) * biased(i);
            const float length = sqrtf(reduceWarp(block, squares, Plus()));
            factor /= length < 1e-12f ? 1e-12f : length;
        }
        for (std::int64_t i = lane; i < width; i += kWarp)
            to[i] = static_cast<Out>(biased(i) * factor);
    }
};

}  // namespace duo::kernels
