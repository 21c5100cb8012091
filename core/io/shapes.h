// Overflow-safe arithmetic on shapes read from files.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace duo::io {

inline constexpr std::size_t kMaxDimensions = 64;  // as in PyTorch

// The number of elements of a shape without negative sides. nullopt if it, or the product of the
// nonzero sides, exceeds int64.
inline std::optional<std::int64_t> productOf(const std::vector<std::int64_t>& shape) {
    std::int64_t product = 1;
    bool empty = false;
    for (const std::int64_t side : shape) {
        if (side < 0) return std::nullopt;
        if (side == 0) {
            empty = true;
        } else if (__builtin_mul_overflow(product, side, &product)) {
            return std::nullopt;
        }
    }
    return empty ? 0 : product;
}

// One past the last element that a view reads; 0 for an empty view.
inline std::optional<std::int64_t> reachOf(const std::vector<std::int64_t>& shape,
                                           const std::vector<std::int64_t>& strides) {
    std::int64_t last = 0;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] == 0) return 0;
        std::int64_t step = 0;
        if (__builtin_mul_overflow(shape[i] - 1, strides[i], &step) ||
            __builtin_add_overflow(last, step, &last)) {
            return std::nullopt;
        }
    }
    std::int64_t reach = 0;
    if (__builtin_add_overflow(last, 1, &reach)) return std::nullopt;
    return reach;
}

// shape must have passed productOf.
inline std::vector<std::int64_t> rowMajorStrides(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;) {
        strides[i - 1] = strides[i] * (shape[i] > 0 ? shape[i] : 1);
    }
    return strides;
}

}  // namespace duo::io
