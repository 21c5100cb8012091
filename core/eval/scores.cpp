#include "eval/scores.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/error.h"

namespace duo::eval {
namespace {

constexpr std::int64_t kBlock = 1024;  // rows of distances per block

// Squared distances from each row to each member of a set. -> [n, M] fp64
at::Tensor squaredDistances(const at::Tensor& rows_nF, const at::Tensor& set_MF) {
    const at::Tensor rowNorms_n = rows_nF.square().sum(1, /*keepdim=*/true);
    const at::Tensor setNorms_M = set_MF.square().sum(1);
    return at::addmm(rowNorms_n + setNorms_M, rows_nF, set_MF.t(), 1, -2).clamp_min_(0);
}

void requireEnough(std::int64_t count, int neighbours, const char* which) {
    if (neighbours >= 1 && count > neighbours) return;
    throw Error(ErrorKind::Usage,
                "Precision and recall by " + std::to_string(neighbours) +
                    " neighbours need more than that many pictures in both sets; the " + which +
                    " set has " + std::to_string(count) + ".");
}

// Squared distance of each picture to its k-th nearest neighbour. -> [M]
at::Tensor radii(const at::Tensor& set_MF, int neighbours) {
    std::vector<at::Tensor> parts;
    for (std::int64_t first = 0; first < set_MF.size(0); first += kBlock) {
        const std::int64_t rows = std::min(kBlock, set_MF.size(0) - first);
        const at::Tensor distances_nM = squaredDistances(set_MF.narrow(0, first, rows), set_MF);
        // + 1: the nearest is the picture itself
        parts.push_back(std::get<0>(at::kthvalue(distances_nM, neighbours + 1, 1)));
    }
    return at::cat(parts);
}

double shareWithin(const at::Tensor& rows_NF, const at::Tensor& set_MF, const at::Tensor& radii_M) {
    std::int64_t within = 0;
    for (std::int64_t first = 0; first < rows_NF.size(0); first += kBlock) {
        const std::int64_t rows = std::min(kBlock, rows_NF.size(0) - first);
        const at::Tensor distances_nM = squaredDistances(rows_NF.narrow(0, first, rows), set_MF);
        within += distances_nM.le(radii_M).any(1).sum().item<std::int64_t>();
    }
    return static_cast<double>(within) / static_cast<double>(rows_NF.size(0));
}

}  // namespace

InceptionScore inceptionScore(const at::Tensor& logits_NK, std::int64_t splitSize) {
    std::vector<double> parts;
    const at::Tensor logs_NK = at::log_softmax(logits_NK.to(at::kDouble), 1);
    for (std::int64_t first = 0; first < logs_NK.size(0); first += splitSize) {
        const std::int64_t rows = std::min(splitSize, logs_NK.size(0) - first);
        const at::Tensor logs_nK = logs_NK.narrow(0, first, rows);
        const at::Tensor marginal_K = at::logsumexp(logs_nK, {0}) - std::log(double(rows));
        const at::Tensor divergence_n = (logs_nK.exp() * (logs_nK - marginal_K)).nansum(1);
        parts.push_back(std::exp(divergence_n.mean().item<double>()));
    }
    InceptionScore score;
    for (const double part : parts) score.mean += part / double(parts.size());
    for (const double part : parts) {
        score.deviation += (part - score.mean) * (part - score.mean) / double(parts.size());
    }
    score.deviation = std::sqrt(score.deviation);
    return score;
}

PrecisionRecall precisionRecall(const at::Tensor& made_NF, const at::Tensor& reference_MF,
                                int neighbours) {
    requireEnough(made_NF.size(0), neighbours, "first");
    requireEnough(reference_MF.size(0), neighbours, "second");
    const at::Tensor made = made_NF.to(at::kDouble), reference = reference_MF.to(at::kDouble);
    return {shareWithin(made, reference, radii(reference, neighbours)),
            shareWithin(reference, made, radii(made, neighbours))};
}

}  // namespace duo::eval
