// A GPU's ThreadBlock (block.h), and the launch of a body.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <cstring>

#include "kernels/cuda/block.h"
#include "kernels/jobs/element.h"

namespace duo::kernels {

class DeviceBlock {
  public:
    __device__ std::int64_t index() const { return blockIdx.x; }
    __device__ int thread() const { return static_cast<int>(threadIdx.x); }
    __device__ int threads() const { return static_cast<int>(blockDim.x); }
    __device__ void sync() { __syncthreads(); }

    template <typename T>
    __device__ T shuffleXor(T value, int mask) {
        unsigned words[sizeof(T) / sizeof(unsigned)];
        static_assert(sizeof(words) == sizeof(T));
        memcpy(words, &value, sizeof(T));
        for (unsigned& word : words) word = __shfl_xor_sync(0xffffffffu, word, mask);
        memcpy(&value, words, sizeof(T));
        return value;
    }

    template <typename T>
    __device__ T* shared() {
        extern __shared__ uint4 ofLaunch[];
        return reinterpret_cast<T*>(ofLaunch);
    }

    template <typename T>
    __device__ T* scratch() {
        static_assert(sizeof(T) <= sizeof(uint4));
        return reinterpret_cast<T*>(placesOfWarps());
    }

  private:
    __device__ static uint4* placesOfWarps() {
        __shared__ uint4 places[kMaxWarps];
        return places;
    }
    static constexpr int kMaxWarps = 32;
};

template <typename Body, typename Job>
__global__ void __launch_bounds__(Body::kThreads) runBody(const Job job) {
    DeviceBlock block;
    Body()(block, job);
}

template <typename Body, typename Job>
cudaError_t launchBody(cudaStream_t stream, std::int64_t blocks, const Job& job,
                       std::int64_t sharedBytes = 0) {
    if (blocks == 0) return cudaSuccess;
    runBody<Body><<<static_cast<unsigned>(blocks), Body::kThreads,
                    static_cast<std::size_t>(sharedBytes), stream>>>(job);
    return cudaGetLastError();
}

// Calls use with a value of the named number type.
template <typename Use>
cudaError_t withNumber(Element element, Use use) {
    switch (element) {
        case Element::Float32:
            return use(float{});
        case Element::BFloat16:
            return use(__nv_bfloat16{});
        case Element::Float16:
            return use(__half{});
    }
    return cudaErrorInvalidValue;
}

}  // namespace duo::kernels
