// From raw logits to tokens in one pass over each row: guidance, top-k, top-p, temperature and the
// keyed Gumbel draw. The CPU and a GPU (cuda/draw_tokens_body.h) run one kernel without a sort or
// an intermediate tensor. On other devices, and for rows too long for a GPU's block, the operations
// run one by one. Letters: R rows (2B with guidance), B pictures, l tokens, V vocabulary.
#pragma once

#include "kernels/gumbel_draw.h"
#include "kernels/jobs/draw_job.h"

namespace duo::kernels {

struct TokenDraw {
    double guidance = 0;  // t of (1 + t) * conditional - t * unconditional
    int topK = 0;         // 0 or at least V: all
    double topP = 0;      // 0: all
    float temperature = 1;
    GumbelDraw noise;
};

// logits: [B, l, V] fp32, or [2B, l, V] with the unconditional rows second, finite
// -> [B, l] int64
at::Tensor drawTokens(const at::Tensor& logits_RlV, const TokenDraw& draw);

// The draw as the kernels take it, idx not set. Points into logits and draw.
DrawJob drawJob(const at::Tensor& logits_RlV, const TokenDraw& draw);

// drawTokens in plain ATen.
at::Tensor plainDrawTokens(const at::Tensor& logits_RlV, const TokenDraw& draw);

// logits: [2B, l, V], conditional rows first -> [B, l, V] = (1 + t) * conditional - t *
// unconditional; [B, l, V] is returned as it is.
at::Tensor guided(const at::Tensor& logits_RlV, std::int64_t pictures, double t);

}  // namespace duo::kernels
