// The CUDA plug-in's table: kernels on the tensor library's current stream, its allocator's
// figures, the device, graphs, NCCL. No exception leaves it.
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <cuda_runtime_api.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <string>

#include "device/cuda/graph.h"
#include "device/cuda/launch.cuh"
#include "device/cuda/nccl_group.h"
#include "device/cuda_plugin.h"

namespace duo {
namespace {

thread_local std::string lastFailure;

// Runs work() -> nullptr if it gives cudaSuccess, otherwise the failure's sentence.
template <typename Work>
const char* guarded(Work work) {
    try {
        const cudaError_t error = work();
        if (error == cudaSuccess) return nullptr;
        lastFailure = cudaGetErrorString(error);
    } catch (const std::exception& failure) {
        lastFailure = failure.what();
    }
    return lastFailure.c_str();
}

// The table's entry of an operation: launches it on the current stream of the device.
template <typename Job>
const char* launched(int device, const Job& job, std::int64_t count) {
    return guarded([&] {
        const c10::cuda::CUDAGuard guard(static_cast<c10::DeviceIndex>(device));
        return kernels::launch(c10::cuda::getCurrentCUDAStream(), job, count);
    });
}

const char* deviceCount(int* count) {
    return guarded([&] { return cudaGetDeviceCount(count); });
}

const char* deviceName(int device, char* name, int capacity) {
    return guarded([&] {
        cudaDeviceProp properties{};
        const cudaError_t error = cudaGetDeviceProperties(&properties, device);
        if (error == cudaSuccess) {
            std::strncpy(name, properties.name, static_cast<std::size_t>(capacity) - 1);
        }
        return error;
    });
}

const char* memory(int device, CudaMemory* memory) {
    return guarded([&] {
        using c10::CachingAllocator::StatType;
        const auto index = static_cast<c10::DeviceIndex>(device);
        const c10::cuda::CUDAGuard guard(index);
        std::size_t free = 0, total = 0;
        const cudaError_t error = cudaMemGetInfo(&free, &total);
        if (error != cudaSuccess) return error;
        const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(index);
        const auto all = static_cast<std::size_t>(StatType::AGGREGATE);
        *memory = {stats.allocated_bytes[all].current, stats.allocated_bytes[all].peak,
                   stats.reserved_bytes[all].current,  stats.reserved_bytes[all].peak,
                   static_cast<std::int64_t>(free),    static_cast<std::int64_t>(total)};
        return cudaSuccess;
    });
}

const char* resetPeaks(int device) {
    return guarded([&] {
        c10::cuda::CUDACachingAllocator::resetPeakStats(static_cast<c10::DeviceIndex>(device));
        return cudaSuccess;
    });
}

const char* releaseCached() {
    return guarded([] {
        c10::cuda::CUDACachingAllocator::emptyCache();
        return cudaSuccess;
    });
}

const char* synchronise(int device) {
    return guarded([&] {
        const c10::cuda::CUDAGuard guard(static_cast<c10::DeviceIndex>(device));
        return cudaDeviceSynchronize();
    });
}

#ifdef DUOSCALE_NCCL
const char* connectNccl(int device, const CudaPeer* peer, void* backend) {
    return guarded([&] {
        const c10::cuda::CUDAGuard guard(static_cast<c10::DeviceIndex>(device));
        makeNcclGroup(*peer, backend);
        return cudaSuccess;
    });
}
#else
constexpr decltype(CudaPluginTable::connectNccl) connectNccl = nullptr;
#endif

const char* newGraphPool(CudaGraphPool* pool) {
    return guarded([&] {
        *pool = newCapturePool();
        return cudaSuccess;
    });
}

const char* beginGraph(int device, CudaGraphPool pool, void** graph) {
    return guarded([&] {
        *graph = beginCapture(device, pool);
        return cudaSuccess;
    });
}

const char* endGraph(void* graph) {
    return guarded([&] {
        endCapture(graph);
        return cudaSuccess;
    });
}

const char* abandonGraph(void* graph) {
    return guarded([&] {
        abandonCapture(graph);
        return cudaSuccess;
    });
}

const char* replayGraph(int device, void* graph) {
    return guarded([&] {
        replayCapture(device, graph);
        return cudaSuccess;
    });
}

const char* freeGraph(void* graph) {
    return guarded([&] {
        freeCapture(graph);
        return cudaSuccess;
    });
}

}  // namespace
}  // namespace duo

extern "C" __attribute__((visibility("default"))) const duo::CudaPluginTable duoscaleCudaPlugin = {
    .version = duo::kCudaPluginVersion,
    .deviceCount = duo::deviceCount,
    .deviceName = duo::deviceName,
    .memory = duo::memory,
    .resetPeaks = duo::resetPeaks,
    .releaseCached = duo::releaseCached,
    .synchronise = duo::synchronise,
    .connectNccl = duo::connectNccl,
    .newGraphPool = duo::newGraphPool,
    .beginGraph = duo::beginGraph,
    .endGraph = duo::endGraph,
    .abandonGraph = duo::abandonGraph,
    .replayGraph = duo::replayGraph,
    .freeGraph = duo::freeGraph,
#define DUO_CUDA_OP(name, Job, failure) .name = duo::launched<duo::kernels::Job>,
#include "device/cuda_ops.def"
};
