#include "kernels/cuda/gated_add_body.h"

#include "kernels/cuda/device_block.cuh"
#include "kernels/cuda/launchers.cuh"

namespace duo::kernels {

cudaError_t launchGatedAdd(cudaStream_t stream, const GatedAddJob& job, std::int64_t rows) {
    return withNumber(
        job.in, [&](auto in) { return launchBody<GatedAddBody<decltype(in)>>(stream, rows, job); });
}

}  // namespace duo::kernels
