// How a soft mixture narrows from coarse to fine scales; see Sampler::mixture.
#pragma once

#include <algorithm>

namespace duo {

struct MixtureShape {
    double sharpen;  // factor on the filtered logits
    double tau;      // temperature of the softmax
};

inline double scaleRatio(int scale, int scaleCount) {
    return scaleCount > 1 ? static_cast<double>(scale) / (scaleCount - 1) : 0.0;
}

inline MixtureShape mixtureShape(int scale, int scaleCount) {
    const double ratio = scaleRatio(scale, scaleCount);
    return {1 + ratio, std::max(0.27 * (1 - ratio * 0.95), 0.005)};
}

}  // namespace duo
