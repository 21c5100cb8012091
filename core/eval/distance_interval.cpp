#include "eval/distance_interval.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace duo::eval {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr double kDeviations = 1.96;    // of a normal distribution, for kConfidence
constexpr double kWork = 2e12;          // multiplications
constexpr double kEigenvalueWork = 10;  // n^3 times this for the eigenvalues of an n x n matrix

std::int64_t leftOut(std::int64_t pictures) {
    return std::max<std::int64_t>(1, pictures / 10);
}

// The pictures that stay. -> [n] int64
at::Tensor randomSubset(std::int64_t pictures, std::mt19937_64& random) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(pictures));
    std::iota(order.begin(), order.end(), 0);
    const auto left = static_cast<std::size_t>(leftOut(pictures));
    for (std::size_t i = 0; i < left; ++i) {
        std::swap(order[i], order[i + random() % (order.size() - i)]);
    }
    order.erase(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(left));
    std::sort(order.begin(), order.end());
    return at::tensor(order, at::kLong);
}

// Distances of subsets to one reference. Everything that subsets share is computed once.
class SubsetDistances {
  public:
    SubsetDistances(const at::Tensor& made_NF, const Gaussian& reference) {
        const at::Tensor all_NF = made_NF.to(at::kDouble);
        const at::Tensor mean_F = all_NF.mean(0);
        centred_NF_ = all_NF - mean_F;
        shift_F_ = mean_F - reference.mean_F;
        squares_N_ = centred_NF_.square().sum(1);
        rooted_NF_ = at::matmul(centred_NF_, squareRoot(reference.covariance_FF));
        referenceSpread_ = reference.covariance_FF.trace().item<double>();
    }

    double operator()(const at::Tensor& kept_n) const {
        const auto n = static_cast<double>(kept_n.size(0));
        const at::Tensor mean_F = centred_NF_.index_select(0, kept_n).mean(0);
        const double means = (shift_F_ + mean_F).square().sum().item<double>();
        const double squares = squares_N_.index_select(0, kept_n).sum().item<double>();
        const double spread = (squares - n * mean_F.square().sum().item<double>()) / (n - 1);
        return means + spread + referenceSpread_ - 2 * rootTrace(kept_n);
    }

  private:
    // Trace of (R C R)^(1/2), C: covariance of the subset, R: root of the reference's covariance.
    // R C R = Y^T Y / (n - 1) has the eigenvalues of Y Y^T / (n - 1); takes the smaller matrix.
    double rootTrace(const at::Tensor& kept_n) const {
        at::Tensor rows_nF = rooted_NF_.index_select(0, kept_n);
        rows_nF -= rows_nF.mean(0);
        const at::Tensor product = rows_nF.size(0) <= rows_nF.size(1)
                                       ? at::matmul(rows_nF, rows_nF.t())
                                       : at::matmul(rows_nF.t(), rows_nF);
        const at::Tensor values = at::linalg_eigvalsh(product / double(kept_n.size(0) - 1));
        return values.clamp_min(0).sqrt().sum().item<double>();
    }

    at::Tensor centred_NF_, rooted_NF_, squares_N_, shift_F_;
    double referenceSpread_ = 0;
};

}  // namespace

int subsetsFor(std::int64_t pictures, std::int64_t features) {
    const auto small = static_cast<double>(std::min(pictures, features));
    const auto large = static_cast<double>(std::max(pictures, features));
    const double each = small * small * (large + kEigenvalueWork * small);
    return static_cast<int>(std::clamp(kWork / each, double(kFewestSubsets), double(kSubsets)));
}

DistanceInterval distanceInterval(const at::Tensor& made_NF, const Gaussian& reference,
                                  double distance) {
    const std::int64_t pictures = made_NF.size(0), left = leftOut(pictures);
    const SubsetDistances distanceOf(made_NF, reference);
    const int subsets = subsetsFor(pictures, made_NF.size(1));
    std::mt19937_64 random(kSeed);
    std::vector<double> distances;
    for (int i = 0; i < subsets; ++i) {
        distances.push_back(distanceOf(randomSubset(pictures, random)));
    }
    const double spread = at::tensor(distances, at::kDouble).std().item<double>();
    const double error = spread * std::sqrt(double(pictures - left) / double(left));
    const double half = kDeviations * error;
    return {std::max(0.0, distance - half), distance + half, subsets};
}

}  // namespace duo::eval
