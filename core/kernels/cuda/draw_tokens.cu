#include "kernels/cuda/draw_tokens_body.h"

#include "device/cuda/launch.cuh"
#include "kernels/cuda/device_block.cuh"

namespace duo::kernels {

cudaError_t launch(cudaStream_t stream, const DrawJob& job, std::int64_t rows) {
    return launchBody<DrawTokensBody>(stream, rows, job,
                                      job.codes * static_cast<std::int64_t>(sizeof(std::int32_t)));
}

}  // namespace duo::kernels
