// What went wrong while decoding, as sentences for people. Scales are counted from one in them.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <string>

#include "device/host_copy.h"
#include "model/var_transformer.h"
#include "protocol/decode_plan.h"

namespace duo {

// Where a decode is, for its error messages.
struct DecodePlace {
    ModelRole role = ModelRole::Drafter;
    int scale = 0;
    int scaleCount = 0;
    std::int64_t pictures = 0;
    std::int64_t rows = 0;        // R of the session
    std::int64_t cacheBytes = 0;  // KV cache of the session, asked for or held
};

std::string roleName(ModelRole role);  // "drafter"

// Whether a logit is NaN or Inf. Asked at once, told when it is wanted, so that nobody waits for a
// GPU in between.
class FiniteCheck {
  public:
    explicit FiniteCheck(const at::Tensor& logits_RlV);
    void require(const DecodePlace& place) const;  // Error(Numeric); waits for the device

  private:
    HostCopy extremes_2_;
};

// Runs work; memory that ran out, host's or device's, becomes Error(Memory). place is read when it
// happens.
void explainingMemory(const DecodePlace& place, const std::function<void()>& work);

}  // namespace duo
