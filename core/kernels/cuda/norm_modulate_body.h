// LayerNorm and modulation: one block a row. Its second and third pass read the row from the
// first-level cache. Limited by memory bandwidth: a row is read and written once.
#pragma once

#include <cmath>

#include "kernels/cuda/block.h"
#include "kernels/jobs/norm_modulate_job.h"

namespace duo::kernels {

template <typename Out>
struct NormModulateBody {
    static constexpr int kThreads = 256;

    template <ThreadBlock Block>
    DUO_DEVICE void operator()(Block& block, const NormModulateJob& job) const {
        const std::int64_t row = block.index(), entry = row / job.rowsPerEntry * job.entryStride;
        const float* x = job.x + row * job.width;
        Out* y = static_cast<Out*>(job.y) + row * job.width;
        const auto count = static_cast<float>(job.width);
        float sum = 0;
        for (std::int64_t c = block.thread(); c < job.width; c += block.threads()) sum += x[c];
        const float mean = reduceBlock(block, sum, Plus()) / count;
        float squares = 0;
        for (std::int64_t c = block.thread(); c < job.width; c += block.threads())
            squares += (x[c] - mean) * (x[c] - mean);
        const float variance = reduceBlock(block, squares, Plus()) / count;
        const float rate = 1.0f / sqrtf(variance + job.epsilon);
        for (std::int64_t c = block.thread(); c < job.width; c += block.threads()) {
            const float norm = (x[c] - mean) * rate;
            y[c] = static_cast<Out>(norm * (job.scale[entry + c] + 1.0f) + job.shift[entry + c]);
        }
    }
};

}  // namespace duo::kernels
