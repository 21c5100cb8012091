#include "kernels/cuda/residual_pyramid_body.h"

#include "device/cuda/launch.cuh"
#include "kernels/cuda/device_block.cuh"

namespace duo::kernels {

cudaError_t launch(cudaStream_t stream, const AddScaleJob& job, std::int64_t pictures) {
    return launchBody<AddScaleBody>(stream, pictures * job.latentSide, job,
                                    AddScaleBody::sharedBytes(job.channels, job.latentSide));
}

cudaError_t launch(cudaStream_t stream, const AreaMapJob& job, std::int64_t pictures) {
    return launchBody<AreaMapBody>(stream, pictures * job.side * job.side, job);
}

}  // namespace duo::kernels
