// The VQ-VAE's building blocks and its two halves. Source: the VQGAN f16 autoencoder that VAR
// publishes (taming transformers, arXiv 2012.09841). Letters: B pictures, C channels, H W sides.
#pragma once

#include <ATen/ATen.h>

#include <optional>
#include <string>
#include <vector>

#include "checkpoint/geometry.h"
#include "model/nn_conv.h"

namespace duo {

// norm, SiLU, 3x3, twice, plus a shortcut (1x1 if the width changes). [B, I, H, W] -> [B, O, H, W].
// Nobody else may read x: it may be overwritten if no gradient is needed.
class ResnetBlock {
  public:
    ResnetBlock(ParameterReader& reader, const std::string& name, bool widthChanges);
    at::Tensor operator()(at::Tensor x_BIHW) const;

  private:
    GroupNorm norm1_, norm2_;
    Conv2d conv1_, conv2_;
    std::optional<Conv2d> shortcut_;
};

// Single-head attention over all positions, plus a shortcut. [B, C, H, W] -> same
class AttentionBlock {
  public:
    AttentionBlock(ParameterReader& reader, const std::string& name);
    at::Tensor operator()(const at::Tensor& x_BCHW) const;

  private:
    GroupNorm norm_;
    Conv2d qkv_, projection_;
};

// Block, attention (if the geometry has it), block, at the coarsest resolution.
class MiddleBlock {
  public:
    MiddleBlock(ParameterReader& reader, const std::string& name, bool attention);
    at::Tensor operator()(const at::Tensor& x_BCHW) const;

  private:
    ResnetBlock block1_, block2_;
    std::optional<AttentionBlock> attention_;
};

// Pads one column and one row of zeros at the far edges, then convolves with stride 2: half the
// sides.
at::Tensor halve(const Conv2d& conv, const at::Tensor& x_BCHW);
// Repeats every pixel in a 2×2 cell, then convolves: twice the sides.
at::Tensor twice(const Conv2d& conv, const at::Tensor& x_BCHW);

// One resolution: its blocks, its attention, and the convolution to the next resolution.
struct Level {
    std::vector<ResnetBlock> blocks;
    std::vector<AttentionBlock> attention;  // empty, or one a block
    std::optional<Conv2d> resample;         // absent at the last level
};

class VqVaeEncoder {
  public:
    VqVaeEncoder(ParameterReader& reader, const VqVaeGeometry& geometry);
    // [B, 3, H, W] -> [B, C, S, S]
    at::Tensor operator()(const at::Tensor& image_B3HW) const;

  private:
    Conv2d convIn_;
    std::vector<Level> levels_;  // fine to coarse
    MiddleBlock middle_;
    GroupNorm normOut_;
    Conv2d convOut_;
};

class VqVaeDecoder {
  public:
    VqVaeDecoder(ParameterReader& reader, const VqVaeGeometry& geometry);
    // [B, C, S, S] -> [B, 3, H, W]
    at::Tensor operator()(const at::Tensor& z_BCSS) const;

  private:
    Conv2d convIn_;
    MiddleBlock middle_;
    std::vector<Level> levels_;  // coarse to fine, as they run
    GroupNorm normOut_;
    Conv2d convOut_;
};

}  // namespace duo
