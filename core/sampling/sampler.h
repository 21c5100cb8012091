// From raw logits to tokens: guidance, top-k, top-p, temperature, draw. Source of the order:
// published CoDe sampling (top-k, top-p on untempered logits, division by temperature, draw).
// Letters: R rows (2B with guidance), B pictures, l tokens, V vocabulary.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "protocol/decode_plan.h"
#include "protocol/generation_request.h"
#include "sampling/counter_rng.h"

namespace duo {

// logits: [2B, l, V] (conditional rows first) or [B, l, V] unguided -> [B, l, V];
// (1 + t) * conditional - t * unconditional, t = guidance * scale / (scaleCount - 1)
at::Tensor applyGuidance(const at::Tensor& logits_RlV, int pictures, double guidance, int scale,
                         int scaleCount);

// One scale's logits as the model gave them. Most draws need the guided ones nowhere, so they are
// made when they are asked for.
class ScaleLogits {
  public:
    // raw: [2B, l, V] or [B, l, V] unguided, fp32
    ScaleLogits(at::Tensor raw_RlV, int pictures, const ScalePlan& plan, int scale, int scaleCount);
    const at::Tensor& raw() const { return raw_RlV_; }
    double t() const { return t_; }
    const at::Tensor& guided() const;  // [B, l, V], as applyGuidance makes it

  private:
    at::Tensor raw_RlV_;
    int pictures_;
    double t_;
    mutable at::Tensor guided_BlV_;
};

// -inf where top-k, then top-p drop a code; ties with the k-th logit stay, the best code always
// stays.
at::Tensor filterLogits(const at::Tensor& logits_BlV, int topK, double topP);

// The same by the published operations one by one: where codes tie at the edge of top-p, this drops
// the ones that the published code drops on this machine (its sort is not stable); filterLogits
// drops the lower ones everywhere, and is faster on the CPU.
at::Tensor filterLogitsPublished(const at::Tensor& logits_BlV, int topK, double topP);

// The one of both that this stream of draws takes, as the plan of the scale says.
at::Tensor filterAsDrawn(const at::Tensor& logits_BlV, const ScalePlan& plan, RngKind rng);

class Sampler {
  public:
    virtual ~Sampler() = default;
    // The whole of it: guidance, filters, temperature, draw -> tokens [B, l] int64
    virtual at::Tensor drawScale(const ScaleLogits& logits, const ScalePlan& plan, int scale) = 0;
    // filtered: [B, l, V] from filterLogits -> tokens [B, l] int64
    virtual at::Tensor draw(const at::Tensor& filtered_BlV, int scale, double temperature) = 0;
    // filtered: [B, l, V] -> soft mixture over the codes [B, l, V]: Gumbel-softmax of filtered * (1
    // + ratio) at tau = max(0.27 * (1 - 0.95 ratio), 0.005), ratio = scale / (scaleCount - 1); not
    // divided by the temperature.
    virtual at::Tensor mixture(const at::Tensor& filtered_BlV, int scale, int scaleCount) = 0;
};

// The same draws as the published code on the same device: one generator a model, seeded with
// `seed`.
class PublishedSampler final : public Sampler {
  public:
    PublishedSampler(std::uint64_t seed, at::Device device);
    at::Tensor drawScale(const ScaleLogits& logits, const ScalePlan& plan, int scale) override;
    at::Tensor draw(const at::Tensor& filtered_BlV, int scale, double temperature) override;
    at::Tensor mixture(const at::Tensor& filtered_BlV, int scale, int scaleCount) override;

  private:
    at::Generator generator_;
};

// argmax of filtered / temperature + Gumbel noise keyed by (seed, image, scale, position, code):
// Gumbel-max, so that two models with close logits mostly draw the same code and splits stay
// comparable.
class CounterSampler final : public Sampler {
  public:
    explicit CounterSampler(std::vector<DrawKey> keys)
        : keys_(std::move(keys)) {}  // one key a picture
    at::Tensor drawScale(const ScaleLogits& logits, const ScalePlan& plan, int scale) override;
    at::Tensor draw(const at::Tensor& filtered_BlV, int scale, double temperature) override;
    at::Tensor mixture(const at::Tensor& filtered_BlV, int scale, int scaleCount) override;

  private:
    std::vector<DrawKey> keys_;
};

}  // namespace duo
