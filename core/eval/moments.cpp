#include "eval/moments.h"

#include <algorithm>

#include "base/error.h"

namespace duo::eval {
namespace {

void requireFinite(const Gaussian& set) {
    if (at::isfinite(set.mean_F).all().item<bool>() &&
        at::isfinite(set.covariance_FF).all().item<bool>()) {
        return;
    }
    throw Error(ErrorKind::Numeric, "The features of a picture are not finite (NaN or Inf).",
                "The feature network's weights may be damaged, or its precision too low.");
}

}  // namespace

void FeatureMoments::add(const at::Tensor& features_NF) {
    if (features_NF.size(0) == 0) return;
    const at::Tensor rows_NF = features_NF.to(at::kDouble);
    if (!shift_F.defined()) {
        const std::int64_t features = rows_NF.size(1);
        shift_F = rows_NF.mean(0);
        sum_F = at::zeros({features}, at::kDouble);
        product_FF = at::zeros({features, features}, at::kDouble);
    }
    const at::Tensor centred_NF = rows_NF - shift_F;
    count_ += rows_NF.size(0);
    sum_F += centred_NF.sum(0);
    product_FF.addmm_(centred_NF.t(), centred_NF);
}

Gaussian FeatureMoments::gaussian() const {
    if (count_ < 2) {
        throw Error(ErrorKind::Usage,
                    "A set of pictures needs at least two pictures to be compared; found " +
                        std::to_string(count_) + ".");
    }
    const at::Tensor mean_F = sum_F / static_cast<double>(count_);
    const at::Tensor spread_FF =
        product_FF - static_cast<double>(count_) * at::outer(mean_F, mean_F);
    return {shift_F + mean_F, spread_FF / static_cast<double>(count_ - 1)};
}

at::Tensor squareRoot(const at::Tensor& matrix_FF) {
    const auto [values_F, vectors_FF] = at::linalg_eigh(matrix_FF);
    return at::matmul(vectors_FF * values_F.clamp_min(0).sqrt(), vectors_FF.t());
}

double frechetDistance(const Gaussian& a, const Gaussian& b) {
    requireFinite(a);
    requireFinite(b);
    // (C1 C2)^(1/2) and (R C2 R)^(1/2) with R^2 = C1 have the same trace; the latter is symmetric.
    const at::Tensor root_FF = squareRoot(a.covariance_FF);
    const at::Tensor product_FF = at::matmul(at::matmul(root_FF, b.covariance_FF), root_FF);
    const at::Tensor values_F = at::linalg_eigvalsh((product_FF + product_FF.t()) / 2);
    const double trace = values_F.clamp_min(0).sqrt().sum().item<double>();
    const double means = (a.mean_F - b.mean_F).square().sum().item<double>();
    const double spreads =
        a.covariance_FF.trace().item<double>() + b.covariance_FF.trace().item<double>();
    return std::max(0.0,
                    means + spreads - 2 * trace);  // rounding can give a value slightly below zero
}

}  // namespace duo::eval
