#include "kernels/cuda/draw_tokens_body.h"

#include "kernels/cuda/device_block.cuh"
#include "kernels/cuda/launchers.cuh"

namespace duo::kernels {

cudaError_t launchDrawTokens(cudaStream_t stream, const DrawJob& job, std::int64_t rows) {
    return launchBody<DrawTokensBody>(stream, rows, job,
                                      job.codes * static_cast<std::int64_t>(sizeof(std::int32_t)));
}

}  // namespace duo::kernels
