// The work of a decode, counted from geometry alone: floating-point operations of its matrix
// products (two a multiply-add) and bytes of the weights, each read once. Norms, activations,
// sampling and the pyramid are not counted. Torch-free.
#pragma once

#include <cstdint>
#include <vector>

#include "checkpoint/geometry.h"
#include "protocol/decode_plan.h"

namespace duo {

struct Work {
    double flops = 0;
    double weightBytes = 0;
    Work& operator+=(const Work& other) {
        flops += other.flops;
        weightBytes += other.weightBytes;
        return *this;
    }
};

// pictures: in the batch. labels: distinct classes among them. elementBytes: size of a weight
// matrix's element. guidedAlways: every scale has unconditional rows, as in the published stream.
struct WorkShape {
    std::int64_t pictures = 1;
    std::int64_t labels = 1;
    int elementBytes = 4;
    bool guidedAlways = false;
};

// One a scale. The first scale of a run includes its prefix and the AdaLN projections.
std::vector<Work> decodeWork(const VarGeometry& drafter, const VarGeometry& refiner,
                             const DecodePlan& plan, const WorkShape& shape);
// The VQ-VAE's decoder on latents of S x S, counted as plain convolutions. The kernels may multiply
// less.
Work vqvaeWork(const VqVaeGeometry& geometry, int latentSide, const WorkShape& shape);

}  // namespace duo
