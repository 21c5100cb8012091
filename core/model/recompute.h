// Gradient checkpointing (arXiv 1604.06174): a function whose inner results are not kept for its
// backward but computed anew in it. A third more time, a fraction of the memory.
#pragma once

#include <ATen/ATen.h>

#include <functional>

namespace duo {

using BlockFunction = std::function<at::Tensor(const at::Tensor& x, const at::Tensor& modulation)>;

// block(x, modulation), differentiable in both and in every leaf that block reads. It must give the
// same values each time and is kept until the backward; autocast is then as it is now.
at::Tensor recomputed(const BlockFunction& block, const at::Tensor& x,
                      const at::Tensor& modulation);

}  // namespace duo
