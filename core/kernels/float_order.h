// Floats as integers in the same order, for thresholds found by bisection. Torch-free.
#pragma once

#include <cstdint>

#include "kernels/philox.h"

namespace duo {

// -0 counts as 0.
DUO_HOST_DEVICE std::int32_t orderOf(float value) {
    const auto bits = __builtin_bit_cast(std::int32_t, value + 0.0f);
    return bits ^ (bits >> 31 & 0x7fffffff);
}

DUO_HOST_DEVICE float valueOf(std::int32_t order) {
    return __builtin_bit_cast(float, order ^ (order >> 31 & 0x7fffffff));
}

DUO_HOST_DEVICE std::int32_t between(std::int64_t low, std::int64_t high) {
    return static_cast<std::int32_t>(low + (high - low) / 2);
}

}  // namespace duo
