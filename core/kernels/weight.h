// A weight matrix as products take it: floating point, or int8 with one factor an output.
#pragma once

#include <ATen/ATen.h>

#include <utility>

namespace duo::kernels {

// O outputs, I inputs. Where the values are int8, values · rowScale is meant.
struct Weight {
    Weight() = default;
    Weight(at::Tensor matrix)  // floating point; a plain tensor is a weight
        : values(std::move(matrix)), type(values.scalar_type()) {}
    Weight(at::Tensor int8, at::Tensor scale, at::ScalarType activations)
        : values(std::move(int8)), rowScale(std::move(scale)), type(activations) {}

    at::Tensor values;                 // [O, I]
    at::Tensor rowScale;               // [O] fp32; undefined where the values are floating point
    at::ScalarType type = at::kFloat;  // of x in a product, and of its result

    bool defined() const { return values.defined(); }
    bool isInt8() const { return rowScale.defined(); }
    std::int64_t bytes() const {
        return static_cast<std::int64_t>(values.nbytes() + (isInt8() ? rowScale.nbytes() : 0));
    }
};

// What int8 weights are multiplied with there: bf16 where the device computes in it, else fp32.
at::ScalarType typeBesideInt8(at::Device device);

}  // namespace duo::kernels
