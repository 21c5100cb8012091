// Inception score, and precision and recall by nearest neighbours, in fp64.
// N: pictures made, M: pictures of the reference, F: features, K: classes of the feature network.
#pragma once

#include <ATen/ATen.h>

namespace duo::eval {

inline constexpr std::int64_t kInceptionSplit = 5000;  // pictures, as guided-diffusion's evaluator
inline constexpr int kNeighbours = 3;                  // as there, and as published

struct InceptionScore {
    double mean = 0;
    double deviation = 0;  // between the parts; 0 where there is one
};

// exp(mean KL(p(y|x) || p(y))) over parts of splitSize pictures in their order, the last one
// shorter. logits: [N, K]. The order must not be by class, or a part misses classes. Source:
// Salimans et al., arXiv 1606.03498.
InceptionScore inceptionScore(const at::Tensor& logits_NK,
                              std::int64_t splitSize = kInceptionSplit);

struct PrecisionRecall {
    double precision = 0;  // made pictures that lie among the reference
    double recall = 0;     // pictures of the reference that lie among the made ones
};

// A picture lies among a set where it is no farther from one of it than that one's k-th nearest
// neighbour in the set. Source: Kynkäänniemi et al., arXiv 1904.06991. Error(Usage) where a set has
// no k + 1 pictures. Works block by block: memory for the features and a few thousand rows of
// distances.
PrecisionRecall precisionRecall(const at::Tensor& made_NF, const at::Tensor& reference_MF,
                                int neighbours = kNeighbours);

}  // namespace duo::eval
