// Gradient checkpointing (arXiv 1604.06174): a function whose intermediate results are not kept for
// its backward but computed again there. Takes a third more time and a fraction of the memory.
#pragma once

#include <ATen/ATen.h>

#include <functional>

namespace duo {

using BlockFunction = std::function<at::Tensor(const at::Tensor& x, const at::Tensor& modulation)>;

// block(x, modulation), differentiable in both and in every leaf that block reads. block must give
// the same values each time. It is kept until the backward, which restores the present autocast
// settings.
at::Tensor recomputed(const BlockFunction& block, const at::Tensor& x,
                      const at::Tensor& modulation);

}  // namespace duo
