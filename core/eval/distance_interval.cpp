#include "eval/distance_interval.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>
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

// Leaves out every tenth picture of a list that is sorted by class and shuffled within each class.
class StratifiedSubsets {
  public:
    explicit StratifiedSubsets(const at::Tensor& labels_N) {
        const at::Tensor labels = labels_N.to(at::kCPU, at::kLong).contiguous();
        const auto* first = labels.const_data_ptr<std::int64_t>();
        labels_.assign(first, first + labels.numel());
    }

    // The pictures that stay. -> [n] int64
    at::Tensor next() {
        const auto count = static_cast<std::int64_t>(labels_.size());
        std::vector<std::pair<std::int64_t, std::uint64_t>> keys;
        for (const std::int64_t label : labels_) keys.emplace_back(label, random_());
        std::vector<std::int64_t> order(labels_.size());
        std::iota(order.begin(), order.end(), 0);
        std::ranges::sort(order, {}, [&keys](std::int64_t picture) { return keys[picture]; });
        const std::int64_t left = leftOut(count);
        const auto offset =
            static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(count));
        std::vector<std::int64_t> kept;
        for (std::int64_t i = 0; i < count; ++i) {
            // `left` of `count` places in a row are left out, evenly.
            if ((i + offset) * left % count >= left) kept.push_back(order[i]);
        }
        std::ranges::sort(kept);
        return at::tensor(kept, at::kLong);
    }

  private:
    std::vector<std::int64_t> labels_;
    std::mt19937_64 random_{kSeed};
};

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

DistanceInterval distanceInterval(const at::Tensor& made_NF, const at::Tensor& labels_N,
                                  const Gaussian& reference, double distance) {
    const std::int64_t pictures = made_NF.size(0), left = leftOut(pictures);
    const SubsetDistances distanceOf(made_NF, reference);
    const int subsets = subsetsFor(pictures, made_NF.size(1));
    StratifiedSubsets choice(labels_N);
    std::vector<double> distances;
    for (int i = 0; i < subsets; ++i) distances.push_back(distanceOf(choice.next()));
    const double spread = at::tensor(distances, at::kDouble).std().item<double>();
    const double error = spread * std::sqrt(double(pictures - left) / double(left));
    const double half = kDeviations * error;
    return {std::max(0.0, distance - half), distance + half, subsets};
}

}  // namespace duo::eval
