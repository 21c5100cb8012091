// Accumulates mean and covariance of features in fp64, and computes the Fréchet distance of two
// sets. F: features per picture, N: pictures.
#pragma once

#include <ATen/ATen.h>

namespace duo::eval {

struct Gaussian {
    at::Tensor mean_F;         // fp64
    at::Tensor covariance_FF;  // fp64, divided by N - 1
};

class FeatureMoments {
  public:
    // features: [N, F] of any floating-point type, on the CPU.
    void add(const at::Tensor& features_NF);
    std::int64_t count() const { return count_; }
    // Error(Usage): fewer than two pictures.
    Gaussian gaussian() const;

  private:
    std::int64_t count_ = 0;
    at::Tensor shift_F;     // mean of the first pictures; sums around it keep precision
    at::Tensor sum_F;       // of features - shift
    at::Tensor product_FF;  // of the outer products of (features - shift)
};

// Square root of a symmetric positive semidefinite matrix; clamps rounding below zero.
at::Tensor squareRoot(const at::Tensor& matrix_FF);

// |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)). Covariances may be singular (fewer pictures than
// features). Error(Numeric): a feature is NaN or Inf.
double frechetDistance(const Gaussian& a, const Gaussian& b);

}  // namespace duo::eval
