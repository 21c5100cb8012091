// The counter stream: draws keyed by picture, scale and position; see draw_key.h.
#pragma once

#include <utility>
#include <vector>

#include "sampling/draw_key.h"
#include "sampling/sampler.h"

namespace duo {

// Gumbel-max: argmax of filtered / temperature + Gumbel noise keyed by (seed, image, scale,
// position, code). Two models with close logits mostly draw the same code, so splits stay
// comparable.
class CounterSampler final : public Sampler {
  public:
    // keys: one a picture
    explicit CounterSampler(std::vector<DrawKey> keys) : keys_(std::move(keys)) {}
    at::Tensor drawScale(const ScaleLogits& logits, const ScalePlan& plan, int scale) override;
    at::Tensor draw(const at::Tensor& filtered_BlV, int scale, double temperature) override;
    at::Tensor mixture(const at::Tensor& filtered_BlV, int scale, int scaleCount) override;

  private:
    std::vector<DrawKey> keys_;
};

}  // namespace duo
