// The measured peaks of this machine, to compare achieved figures with.
#pragma once

#include <ATen/ATen.h>

namespace duo {

struct MachinePeaks {
    double matrixFlops = 0;  // FLOP/s of one large matrix product in the precision at work
    double copyBytes = 0;    // bytes/s of one large copy, read plus written
};

// The best of several tries; takes about two seconds and half a GiB.
MachinePeaks measurePeaks(at::Device device, at::ScalarType type);

}  // namespace duo
