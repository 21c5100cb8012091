// The published random stream: the same draws as the authors' code on the same device.
#pragma once

#include <cstdint>

#include "sampling/sampler.h"

namespace duo {

// One generator for each model, seeded with `seed`. Draws depend on the order and the batch size.
class PublishedSampler final : public Sampler {
  public:
    PublishedSampler(std::uint64_t seed, at::Device device);
    at::Tensor drawScale(const ScaleLogits& logits, const ScalePlan& plan, int scale) override;
    at::Tensor draw(const at::Tensor& filtered_BlV, int scale, double temperature) override;
    at::Tensor mixture(const at::Tensor& filtered_BlV, int scale, int scaleCount) override;

  private:
    at::Generator generator_;
};

}  // namespace duo
