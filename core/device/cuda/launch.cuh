// Launchers of the fused operations, one for each line of device/cuda_ops.def; defined in
// kernels/cuda/*.cu. They return at once: the kernel runs in the stream's order.
#pragma once

#include <cuda_runtime_api.h>

#include "device/cuda_plugin.h"

namespace duo::kernels {

#define DUO_CUDA_OP(name, Job, failure) \
    cudaError_t launch(cudaStream_t stream, const Job& job, std::int64_t count);
#include "device/cuda_ops.def"

}  // namespace duo::kernels
