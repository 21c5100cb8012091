#include "kernels/cuda/gated_add_body.h"

#include "device/cuda/launch.cuh"
#include "kernels/cuda/device_block.cuh"

namespace duo::kernels {

cudaError_t launch(cudaStream_t stream, const GatedAddJob& job, std::int64_t rows) {
    return withNumber(
        job.in, [&](auto in) { return launchBody<GatedAddBody<decltype(in)>>(stream, rows, job); });
}

}  // namespace duo::kernels
