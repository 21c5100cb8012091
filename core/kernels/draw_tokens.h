// From raw logits to tokens in one pass a row: guidance, top-k, top-p, temperature and the keyed
// Gumbel draw. On the CPU and on a GPU (cuda/draw_tokens_body.h) a kernel without a sort and
// without a tensor in between; elsewhere, and where a row is too long for a GPU's block, the
// operations one by one. Letters as in sampling/sampler.h.
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

// As the kernels take it, without where the tokens go; points into both.
DrawJob drawJob(const at::Tensor& logits_RlV, const TokenDraw& draw);

// drawTokens in plain ATen.
at::Tensor plainDrawTokens(const at::Tensor& logits_RlV, const TokenDraw& draw);

// (1 + t) * conditional - t * unconditional of 2B rows, B of which are conditional; B rows stay.
at::Tensor guided(const at::Tensor& logits_RlV, std::int64_t pictures, double t);

}  // namespace duo::kernels
