#include "kernels/cuda/split_heads_body.h"

#include "device/cuda/launch.cuh"
#include "kernels/cuda/device_block.cuh"

namespace duo::kernels {

cudaError_t launch(cudaStream_t stream, const SplitHeadsJob& job, std::int64_t rows) {
    return withNumber(job.in, [&](auto in) {
        return withNumber(job.out, [&](auto out) {
            using Body = SplitHeadsBody<decltype(in), decltype(out)>;
            return launchBody<Body>(stream, rows * Body::kParts, job);
        });
    });
}

}  // namespace duo::kernels
