#include "kernels/cuda/gumbel_body.h"

#include "device/cuda/launch.cuh"
#include "kernels/cuda/device_block.cuh"

namespace duo::kernels {

cudaError_t launch(cudaStream_t stream, const GumbelArgmaxJob& job, std::int64_t rows) {
    return launchBody<GumbelArgmaxBody>(stream, rows, job);
}

cudaError_t launch(cudaStream_t stream, const GumbelPerturbJob& job, std::int64_t rows) {
    return launchBody<GumbelPerturbBody>(stream, rows, job);
}

}  // namespace duo::kernels
