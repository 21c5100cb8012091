// What is computed of every picture of a batch, on the CPU of one after the other: LibTorch
// convolves one picture and several by different code, and the last bits of a picture would depend
// on those beside it.
#pragma once

#include <ATen/ATen.h>

#include <vector>

namespace duo {

// x: [B, …] -> compute(x), of which row b is compute of row b alone
template <typename Compute>
at::Tensor pictureByPicture(const at::Tensor& x, Compute compute) {
    if (!x.is_cpu()) return compute(x);
    std::vector<at::Tensor> parts;
    for (const at::Tensor& one : x.split(1)) parts.push_back(compute(one));
    return at::cat(parts);
}

}  // namespace duo
