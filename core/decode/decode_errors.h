// What went wrong while decoding, as sentences for people. Scales are counted from one in them.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <string>

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

// Error(Numeric) where any logit is NaN or Inf. Waits for the device.
void requireFinite(const at::Tensor& logits_RlV, const DecodePlace& place);

// Runs work; memory that ran out, host's or device's, becomes Error(Memory). place is read when it
// happens.
void explainingMemory(const DecodePlace& place, const std::function<void()>& work);

}  // namespace duo
