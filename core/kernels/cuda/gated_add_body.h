// The residual stream's update after a product: one block a row. Limited by memory bandwidth.
#pragma once

#include "kernels/cuda/block.h"
#include "kernels/jobs/gated_add_job.h"

namespace duo::kernels {

template <typename In>
struct GatedAddBody {
    static constexpr int kThreads = 256;

    template <ThreadBlock Block>
    DUO_DEVICE void operator()(Block& block, const GatedAddJob& job) const {
        const std::int64_t row = block.index();
        const In* product = static_cast<const In*>(job.product) + row * job.width;
        const In* bias = static_cast<const In*>(job.bias);
        const float* gate = job.gate + row / job.rowsPerEntry * job.entryStride;
        float* y = job.y + row * job.width;
        for (std::int64_t c = block.thread(); c < job.width; c += block.threads()) {
            const float added = bias == nullptr ? 0.0f : static_cast<float>(bias[c]);
            y[c] += gate[c] * (static_cast<float>(product[c]) + added);
        }
    }
};

}  // namespace duo::kernels
