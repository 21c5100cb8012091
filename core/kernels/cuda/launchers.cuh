// Launchers of the kernels; see the headers in kernels/ for what they compute.
#pragma once

#include <cuda_runtime_api.h>

#include "kernels/cuda_plugin.h"

namespace duo::kernels {

cudaError_t launchGumbelArgmax(cudaStream_t stream, const CudaGumbelArguments& arguments,
                               float temperature, std::int64_t* idx);
cudaError_t launchGumbelPerturb(cudaStream_t stream, const CudaGumbelArguments& arguments,
                                float factor, float tau, float* noisy);

cudaError_t launchNormModulate(cudaStream_t stream, const NormModulateJob& job, std::int64_t rows);
// rows: of the batch, times tokens
cudaError_t launchSplitHeads(cudaStream_t stream, const SplitHeadsJob& job, std::int64_t rows);
cudaError_t launchGatedAdd(cudaStream_t stream, const GatedAddJob& job, std::int64_t rows);
cudaError_t launchDrawTokens(cudaStream_t stream, const DrawJob& job, std::int64_t rows);
cudaError_t launchAddScale(cudaStream_t stream, const AddScaleJob& job, std::int64_t pictures);
cudaError_t launchAreaMap(cudaStream_t stream, const AreaMapJob& job, std::int64_t pictures);

}  // namespace duo::kernels
