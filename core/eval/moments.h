// Mean and covariance of features as they come, in fp64, and the Fréchet distance of two such sets.
// F: features of a picture, N: pictures.
#pragma once

#include <ATen/ATen.h>

namespace duo::eval {

struct Gaussian {
    at::Tensor mean_F;         // fp64
    at::Tensor covariance_FF;  // fp64, divided by N - 1
};

class FeatureMoments {
  public:
    // features: [N, F] of any floating type, on the CPU.
    void add(const at::Tensor& features_NF);
    std::int64_t count() const { return count_; }
    // Error(Usage) below two pictures.
    Gaussian gaussian() const;

  private:
    std::int64_t count_ = 0;
    at::Tensor shift_F;     // mean of the first pictures: sums about it lose no digits
    at::Tensor sum_F;       // of features - shift
    at::Tensor product_FF;  // of their outer products
};

// |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)). Singular covariances (fewer pictures than features)
// are fine. Error(Numeric) where a feature is NaN or Inf.
double frechetDistance(const Gaussian& a, const Gaussian& b);

}  // namespace duo::eval
