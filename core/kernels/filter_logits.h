// Top-k, then top-p. On the CPU one pass over each row, which sorts only what top-k leaves; on
// other devices plain ATen, which sorts whole rows. Letters: B pictures, l tokens, V vocabulary.
#pragma once

#include <ATen/ATen.h>

namespace duo::kernels {

// logits: [B, l, V] fp32, no NaN -> the same with -inf for dropped codes. topK 0 or at least V, and
// topP 0, keep all. Codes that tie with the k-th logit stay; of codes that tie at the edge of top-p
// the lower ones go; the best code always stays.
at::Tensor filterLogits(const at::Tensor& logits_BlV, int topK, double topP);

// The same in plain ATen, by the published operations in their order. Which of the codes that tie
// at the edge of top-p go depends on the machine: the published sort is not stable.
at::Tensor plainFilterLogits(const at::Tensor& logits_BlV, int topK, double topP);

}  // namespace duo::kernels
