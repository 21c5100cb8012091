// Convolution and group norm as plain weights, and the reader that takes them from a state dict and
// lists every parameter for training.
#pragma once

#include <ATen/ATen.h>

#include <string>
#include <utility>
#include <vector>

#include "checkpoint/state_dict.h"
#include "kernels/winograd.h"

namespace duo {

using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

// Takes tensors by published name; taken() lists them in that order (same storage).
class ParameterReader {
  public:
    explicit ParameterReader(StateDict& weights) : weights_(weights) {}
    at::Tensor take(const std::string& name);
    // A kernel [O, I, k, k] with channels last in memory: the fastest layout for convolutions on
    // the CPU, in decoding and training. A kernel that stays in its file keeps the file's layout.
    at::Tensor takeKernel(const std::string& name);
    const NamedTensors& taken() const { return taken_; }

  private:
    StateDict& weights_;
    NamedTensors taken_;
};

// x: [B, I, H, W] -> [B, O, H', W']. The input is converted to the weights' type.
class Conv2d {
  public:
    Conv2d() = default;
    Conv2d(ParameterReader& reader, const std::string& name, int stride, int padding);
    at::Tensor operator()(const at::Tensor& x_BIHW) const;
    // y + the convolution. Nobody else may read y: it is overwritten if no gradient is needed.
    at::Tensor addedTo(at::Tensor y_BOHW, const at::Tensor& x_BIHW) const;
    // The convolution of x upsampled to twice its size (nearest), for 3×3 kernels with stride and
    // padding 1 -> [B, O, 2H, 2W]
    at::Tensor upsampled(const at::Tensor& x_BIHW) const;

  private:
    kernels::Conv3x3 applied(const at::Tensor& x_BIHW) const;
    bool byWinograd(const kernels::Conv3x3& conv) const;
    at::Tensor upsampledFolded(const at::Tensor& x_BIHW) const;

    at::Tensor weight_, bias_;  // [O, I, k, k], [O]
    int stride_ = 1, padding_ = 0;
};

// eps 1e-6, affine; x: [B, C, H, W] -> same shape. 32 groups, as published. Widths that 32 does not
// divide (never published) use their greatest common divisor with 32, e.g. 8 groups of 3 for 24:
// groups of one channel would lose the mean colour.
class GroupNorm {
  public:
    GroupNorm() = default;
    GroupNorm(ParameterReader& reader, const std::string& name);
    at::Tensor operator()(const at::Tensor& x_BCHW) const;
    at::Tensor thenSilu(const at::Tensor& x_BCHW) const;
    // The same; nobody else may read x: it is overwritten if no gradient is needed.
    at::Tensor thenSiluOwned(at::Tensor x_BCHW) const;

  private:
    std::int64_t groups() const;

    at::Tensor weight_, bias_;  // [C] each
};

}  // namespace duo
