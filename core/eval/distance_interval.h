// How far a Fréchet distance varies with the choice of the pictures: a delete-d jackknife over one
// set. Not a bootstrap: pictures that are drawn twice lower the rank of a covariance of few
// pictures, which makes the interval up to three times too wide. N: pictures, F: features.
#pragma once

#include <ATen/ATen.h>

#include "eval/moments.h"

namespace duo::eval {

inline constexpr double kConfidence = 0.95;
inline constexpr int kSubsets = 50;  // fewer for large sets; at least kFewestSubsets
inline constexpr int kFewestSubsets = 10;
inline constexpr std::int64_t kFewestPictures = 3;
// For tables: what the interval is.
inline constexpr const char* kIntervalMethod =
    "delete-d jackknife, 1.96 standard errors to each side, from 50 random subsets (fewer of large "
    "sets) that leave out a tenth of the pictures of every class; the reference is fixed";

struct DistanceInterval {
    double low = 0, high = 0;
    int subsets = 0;
};

// 95 % interval around `distance`, which is that of made and the reference; not below 0. The
// subsets come from a fixed seed. The interval leaves out the bias that a distance of few pictures
// has. made: at least kFewestPictures. labels_N: int64; every subset has the classes in the same
// shares, as the whole set has by its making; else the choice of classes would widen the interval.
// Source: Shao and Wu, A General Theory for Jackknife Variance Estimation, 1989.
DistanceInterval distanceInterval(const at::Tensor& made_NF, const at::Tensor& labels_N,
                                  const Gaussian& reference, double distance);

// Bounds the work: about 2e12 multiplications for all subsets, but at least kFewestSubsets.
int subsetsFor(std::int64_t pictures, std::int64_t features);

}  // namespace duo::eval
