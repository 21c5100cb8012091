// Top-k, then top-p. On the CPU one pass a row that sorts the survivors of top-k alone; elsewhere
// plain ATen, which sorts every row whole. Letters as in sampling/sampler.h.
#pragma once

#include <ATen/ATen.h>

namespace duo::kernels {

// logits: [B, l, V] fp32, no NaN -> the same with -inf for dropped codes. topK 0 or at least V, and
// topP 0, keep all.
at::Tensor filterLogits(const at::Tensor& logits_BlV, int topK, double topP);

// The same in plain ATen, in the published order of operations.
at::Tensor plainFilterLogits(const at::Tensor& logits_BlV, int topK, double topP);

}  // namespace duo::kernels
