#include "kernels/cuda/norm_modulate_body.h"

#include "device/cuda/launch.cuh"
#include "kernels/cuda/device_block.cuh"

namespace duo::kernels {

cudaError_t launch(cudaStream_t stream, const NormModulateJob& job, std::int64_t rows) {
    return withNumber(job.out, [&](auto out) {
        return launchBody<NormModulateBody<decltype(out)>>(stream, rows, job);
    });
}

}  // namespace duo::kernels
