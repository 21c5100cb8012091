// Draws by Gumbel-max: one block a row of logits, each thread takes four codes at a time (one
// Philox call) and skips those that are filtered out, then the block reduces to the best (value,
// code). Bound by reading the logits once: 4 bytes a code.
#include "kernels/cuda/gumbel_draw.cuh"
#include "kernels/philox.h"

namespace duo::kernels {
namespace {

constexpr int kThreads = 256;
constexpr int kWarps = kThreads / 32;

struct Best {
    float value;
    int code;
};

// The higher value, or the lower code where two are equal, so that the order of reduction does not
// matter.
__device__ Best better(Best a, Best b) {
    return b.value > a.value || (b.value == a.value && b.code < a.code) ? b : a;
}

__device__ Best bestOfWarp(Best best) {
    for (int offset = 16; offset > 0; offset /= 2) {
        best = better(best, {__shfl_xor_sync(0xffffffffu, best.value, offset),
                             __shfl_xor_sync(0xffffffffu, best.code, offset)});
    }
    return best;
}

// row: picture * tokens + position
__device__ NoiseKey keyOfRow(const CudaGumbelArguments& a, std::int64_t row) {
    const std::int64_t picture = row / a.tokens;
    return {static_cast<std::uint64_t>(a.keys[picture]),
            static_cast<std::uint32_t>(a.keys[a.pictures + picture]), a.stream, a.scale,
            static_cast<std::uint32_t>(row % a.tokens)};
}

__device__ bool filtered(float logit) {
    return logit == -INFINITY;
}

__global__ void gumbelArgmaxKernel(CudaGumbelArguments a, float temperature, std::int64_t* idx) {
    const std::int64_t row = blockIdx.x;
    const float* logits = a.logits + row * a.codes;
    const NoiseKey key = keyOfRow(a, row);
    Best best{-INFINITY, 0};
    for (std::int64_t first = 4 * threadIdx.x; first < a.codes; first += 4 * kThreads) {
        float value[4];
        bool kept = false;
        for (int i = 0; i < 4; ++i) {
            value[i] = first + i < a.codes ? logits[first + i] : -INFINITY;
            kept |= !filtered(value[i]);
        }
        if (!kept) continue;
        const PhiloxWords words = noiseWords(key, static_cast<std::uint32_t>(first / 4));
        for (int i = 0; i < 4; ++i) {
            if (filtered(value[i])) continue;
            best = better(
                best, {value[i] / temperature + gumbelOf(words.w[i]), static_cast<int>(first) + i});
        }
    }
    __shared__ Best ofWarp[kWarps];
    best = bestOfWarp(best);
    if (threadIdx.x % 32 == 0) ofWarp[threadIdx.x / 32] = best;
    __syncthreads();
    if (threadIdx.x == 0) {
        for (int warp = 1; warp < kWarps; ++warp) best = better(best, ofWarp[warp]);
        idx[row] = best.code;
    }
}

__global__ void gumbelPerturbKernel(CudaGumbelArguments a, float factor, float tau, float* noisy) {
    const std::int64_t row = blockIdx.x;
    const float* logits = a.logits + row * a.codes;
    const NoiseKey key = keyOfRow(a, row);
    for (std::int64_t first = 4 * threadIdx.x; first < a.codes; first += 4 * kThreads) {
        const PhiloxWords words = noiseWords(key, static_cast<std::uint32_t>(first / 4));
        for (int i = 0; i < 4 && first + i < a.codes; ++i) {
            const float logit = logits[first + i];
            noisy[row * a.codes + first + i] =
                filtered(logit) ? -INFINITY : (logit * factor + gumbelOf(words.w[i])) / tau;
        }
    }
}

}  // namespace

cudaError_t launchGumbelArgmax(cudaStream_t stream, const CudaGumbelArguments& arguments,
                               float temperature, std::int64_t* idx) {
    const auto rows = static_cast<unsigned>(arguments.pictures * arguments.tokens);
    if (rows == 0) return cudaSuccess;
    gumbelArgmaxKernel<<<rows, kThreads, 0, stream>>>(arguments, temperature, idx);
    return cudaGetLastError();
}

cudaError_t launchGumbelPerturb(cudaStream_t stream, const CudaGumbelArguments& arguments,
                                float factor, float tau, float* noisy) {
    const auto rows = static_cast<unsigned>(arguments.pictures * arguments.tokens);
    if (rows == 0) return cudaSuccess;
    gumbelPerturbKernel<<<rows, kThreads, 0, stream>>>(arguments, factor, tau, noisy);
    return cudaGetLastError();
}

}  // namespace duo::kernels
