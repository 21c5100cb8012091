// Inception score, and precision and recall by nearest neighbours, in fp64.
// N: generated pictures, M: reference pictures, F: features, K: classes of the feature network.
#pragma once

#include <ATen/ATen.h>

namespace duo::eval {

// As in guided-diffusion's evaluator; kNeighbours also as published.
inline constexpr std::int64_t kInceptionSplit = 5000;  // pictures
inline constexpr int kNeighbours = 3;

struct InceptionScore {
    double mean = 0;
    double deviation = 0;  // between the parts; 0 if there is only one
};

// exp(mean KL(p(y|x) || p(y))) over consecutive parts of splitSize pictures; the last part may be
// shorter. logits: [N, K]. Pictures must not be sorted by class, or a part misses classes. Source:
// Salimans et al., arXiv 1606.03498.
InceptionScore inceptionScore(const at::Tensor& logits_NK,
                              std::int64_t splitSize = kInceptionSplit);

struct PrecisionRecall {
    double precision = 0;  // share of generated pictures inside the reference set
    double recall = 0;     // share of reference pictures inside the generated set
};

// A picture is inside a set if its distance to some member is at most that member's distance to its
// k-th nearest neighbour in the set. Source: Kynkäänniemi et al., arXiv 1904.06991. Error(Usage): a
// set has fewer than k + 1 pictures. Works in blocks: memory for the features and a few thousand
// rows of distances.
PrecisionRecall precisionRecall(const at::Tensor& made_NF, const at::Tensor& reference_MF,
                                int neighbours = kNeighbours);

}  // namespace duo::eval
