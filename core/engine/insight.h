// The distributions that a scale's tokens were drawn from, for the window's token inspector.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "protocol/events.h"

namespace duo {

// Error(Usage) unless 0 <= alternatives <= vocabulary.
void requireInsight(int alternatives, int vocabulary);

// logits: [B, l, V] fp32 after guidance, before filtering; idx: [B, l] drawn from them by the plan
// -> one a picture. If the filters leave fewer codes than `alternatives`, the rest of the list has
// probability 0.
std::vector<TokenInsight> tokenInsight(const at::Tensor& logits_BlV, const at::Tensor& idx_Bl,
                                       const ScalePlan& plan, RngKind rng, int alternatives);

}  // namespace duo
