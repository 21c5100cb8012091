#include "kernels/cuda/gumbel_body.h"

#include "kernels/cuda/device_block.cuh"
#include "kernels/cuda/launchers.cuh"

namespace duo::kernels {

cudaError_t launchGumbelArgmax(cudaStream_t stream, const CudaGumbelArguments& arguments,
                               float temperature, std::int64_t* idx) {
    return launchBody<GumbelArgmaxBody>(stream, arguments.pictures * arguments.tokens,
                                        GumbelArgmaxJob{arguments, temperature, idx});
}

cudaError_t launchGumbelPerturb(cudaStream_t stream, const CudaGumbelArguments& arguments,
                                float factor, float tau, float* noisy) {
    return launchBody<GumbelPerturbBody>(stream, arguments.pictures * arguments.tokens,
                                         GumbelPerturbJob{arguments, factor, tau, noisy});
}

}  // namespace duo::kernels
