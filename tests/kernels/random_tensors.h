// Inputs of the kernels' tests, and the error of a result.
#pragma once

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <cstdint>

namespace duo::test {

// Standard normal, reproducible, fp32.
inline at::Tensor randomTensor(at::IntArrayRef shape, std::uint64_t seed) {
    return at::empty(shape, at::kFloat).normal_(0, 1, at::detail::createCPUGenerator(seed));
}

// The largest difference divided by the largest magnitude of `expected`.
inline double errorOf(const at::Tensor& found, const at::Tensor& expected) {
    const at::Tensor wanted = expected.to(at::kDouble);
    return ((found.to(at::kDouble) - wanted).abs().max() / wanted.abs().max()).item<double>();
}

constexpr double kFloatError = 2e-6;     // sums of some thousand products in another order
constexpr double kBFloat16Error = 8e-3;  // two roundings to 8 bits

}  // namespace duo::test
