// A weight matrix for products: floating point, or int8 with one factor for each output.
#pragma once

#include <ATen/ATen.h>

#include <utility>

namespace duo::kernels {

// O outputs, I inputs. Int8 values stand for values · rowScale.
struct Weight {
    Weight() = default;
    Weight(at::Tensor matrix)  // floating point; a plain tensor is a weight
        : values(std::move(matrix)), type(values.scalar_type()) {}
    Weight(at::Tensor int8, at::Tensor scale, at::ScalarType activations)
        : values(std::move(int8)), rowScale(std::move(scale)), type(activations) {}

    at::Tensor values;                 // [O, I]
    at::Tensor rowScale;               // [O] fp32; undefined for floating-point values
    at::ScalarType type = at::kFloat;  // of a product's input and result

    bool defined() const { return values.defined(); }
    bool isInt8() const { return rowScale.defined(); }
    std::int64_t bytes() const {
        return static_cast<std::int64_t>(values.nbytes() + (isInt8() ? rowScale.nbytes() : 0));
    }
};

// Type of the activations that int8 weights multiply on this device: bf16 if the device computes in
// bf16, otherwise fp32.
at::ScalarType activationType(at::Device device);

}  // namespace duo::kernels
