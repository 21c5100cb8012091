#include "kernels/cuda/norm_modulate_body.h"

#include "kernels/cuda/device_block.cuh"
#include "kernels/cuda/launchers.cuh"

namespace duo::kernels {

cudaError_t launchNormModulate(cudaStream_t stream, const NormModulateJob& job, std::int64_t rows) {
    return withNumber(job.out, [&](auto out) {
        return launchBody<NormModulateBody<decltype(out)>>(stream, rows, job);
    });
}

}  // namespace duo::kernels
