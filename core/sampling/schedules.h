// How guidance and soft mixtures change from coarse to fine scales. Torch-free.
#pragma once

#include <algorithm>

namespace duo {

// scale / (scaleCount - 1): 0 at the first scale, 1 at the last; 0 for a single scale.
inline double scaleRatio(int scale, int scaleCount) {
    return scaleCount > 1 ? static_cast<double>(scale) / (scaleCount - 1) : 0.0;
}

// t of (1 + t) * conditional - t * unconditional. guidance: cfg at full strength
inline double guidanceAt(double guidance, int scale, int scaleCount) {
    return guidance * scaleRatio(scale, scaleCount);
}

// A soft mixture is softmax((filtered * sharpen + Gumbel noise) / tau).
struct MixtureShape {
    double sharpen;
    double tau;
};

inline MixtureShape mixtureShape(int scale, int scaleCount) {
    const double ratio = scaleRatio(scale, scaleCount);
    return {1 + ratio, std::max(0.27 * (1 - ratio * 0.95), 0.005)};
}

}  // namespace duo
