// Computes the pictures of a batch one after the other on the CPU. LibTorch convolves one picture
// and several pictures by different code, so the last bits of a picture would depend on the batch.
#pragma once

#include <ATen/ATen.h>

#include <vector>

namespace duo {

// x: [B, …] -> compute(x); on the CPU row b is compute(x[b]). Elsewhere compute sees the whole
// batch.
template <typename Compute>
at::Tensor pictureByPicture(const at::Tensor& x, Compute compute) {
    if (!x.is_cpu()) return compute(x);
    std::vector<at::Tensor> parts;
    for (const at::Tensor& one : x.split(1)) parts.push_back(compute(one));
    return at::cat(parts);
}

}  // namespace duo
