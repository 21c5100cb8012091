// Errors of a decode as sentences for people. The sentences count scales from 1.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <string>
#include <string_view>

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
    std::int64_t cacheBytes = 0;  // KV cache of the session, held or about to be allocated
};

std::string roleName(ModelRole role);  // "drafter"

// Whether an allocator's message says that memory ran out. Neither the CPU allocator nor the
// libraries below ATen throw a type of their own for this.
bool saysOutOfMemory(std::string_view what);

// Checks logits for NaN and Inf. The constructor queues the check on the device; require() waits
// for its result, so that other work can be queued in between.
class FiniteCheck {
  public:
    explicit FiniteCheck(const at::Tensor& logits_RlV);
    void require(const DecodePlace& place) const;  // Error(Numeric)

  private:
    HostCopy extremes_2_;
};

// Runs work. If the memory of host or device runs out, throws Error(Memory) with the place as it is
// then.
void explainingMemory(const DecodePlace& place, const std::function<void()>& work);

}  // namespace duo
