// Launchers of the Gumbel kernels; see gumbel_draw.h for what they compute.
#pragma once

#include <cuda_runtime_api.h>

#include "kernels/cuda_plugin.h"

namespace duo::kernels {

cudaError_t launchGumbelArgmax(cudaStream_t stream, const CudaGumbelArguments& arguments,
                               float temperature, std::int64_t* idx);
cudaError_t launchGumbelPerturb(cudaStream_t stream, const CudaGumbelArguments& arguments,
                                float factor, float tau, float* noisy);

}  // namespace duo::kernels
