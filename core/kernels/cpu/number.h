// Numbers and elementary functions of the CPU kernels, written so that the compiler vectorises
// loops over them.
#pragma once

#include <bit>
#include <cstdint>

namespace duo::kernels::cpu {
namespace {

struct BFloat16 {
    std::uint16_t bits;
};

// Two neighbouring bf16 numbers, as the instructions take them.
struct Pair {
    BFloat16 first, second;
};

inline float toFloat(float value) {
    return value;
}
inline float toFloat(BFloat16 value) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(value.bits) << 16);
}

template <typename Number>
inline Number fromFloat(float value) {
    if constexpr (sizeof(Number) == sizeof(float)) {
        return value;
    } else {  // to the nearest, ties to even; NaN stays NaN
        const auto bits = std::bit_cast<std::uint32_t>(value);
        const std::uint32_t rounded = (bits + 0x7fffu + (bits >> 16 & 1)) >> 16;
        const std::uint32_t quiet = bits >> 16 | 0x40u;
        return Number{static_cast<std::uint16_t>(value == value ? rounded : quiet)};
    }
}

// e^x within 2 units in the last place; arguments are clamped so that the result is a normal
// number.
inline float expOf(float x) {
    const float low = x < -87.0f ? -87.0f : x;
    const float held = low > 88.0f ? 88.0f : low;
    const float shifted = held * 1.44269504f + 12582912.0f;  // the sum's last bits: round(x / ln 2)
    const float n = shifted - 12582912.0f;
    const float r = (held - n * 0.693359375f) + n * 2.12194440e-4f;  // ln 2 in two parts
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    const auto power = static_cast<std::int32_t>(n) + 127;
    const float result = p * std::bit_cast<float>(static_cast<std::uint32_t>(power) << 23);
    return x == x ? result : x;
}

// ln x within 2 units in the last place, x a normal number above 0.
inline float logOf(float x) {
    const auto bits = std::bit_cast<std::int32_t>(x);
    const std::int32_t power = (bits - 0x3f3504f3) >> 23;  // x = m · 2^power, m from sqrt(1/2) on
    const float m = std::bit_cast<float>(bits - (power << 23)) - 1.0f;
    const float square = m * m;
    float p = 7.0376836292e-2f;
    p = p * m - 1.1514610310e-1f;
    p = p * m + 1.1676998740e-1f;
    p = p * m - 1.2420140846e-1f;
    p = p * m + 1.4249322787e-1f;
    p = p * m - 1.6668057665e-1f;
    p = p * m + 2.0000714765e-1f;
    p = p * m - 2.4999993993e-1f;
    p = p * m + 3.3333331174e-1f;
    const auto n = static_cast<float>(power);
    const float low = m * square * p + n * -2.12194440e-4f - 0.5f * square;
    return m + low + n * 0.693359375f;  // ln 2 in two parts
}

// x · (1 + tanh u) / 2 with u = sqrt(2 / pi) (x + 0.044715 x³), that is x / (1 + e^(-2u))
inline float geluTanh(float x) {
    const float twiceU = 1.5957691216f * (x + 0.044715f * x * x * x);
    return x / (1.0f + expOf(-twiceU));
}

}  // namespace
}  // namespace duo::kernels::cpu
