// What the CUDA plug-in gives the program: one table of functions behind one C symbol. Plain types
// only, so that device code is compiled without tensor headers. All pointers are device memory; the
// work goes to the current stream of `device`. A function that can fail returns nullptr, or a
// sentence that stays valid until the thread's next call.
#pragma once

#include <cstdint>

// The operations' jobs pass through the table by reference; the room `kernels` defines them.
namespace duo::kernels {
#define DUO_CUDA_OP(name, Job, failure) struct Job;
#include "device/cuda_ops.def"
}  // namespace duo::kernels

namespace duo {

// Bytes. The caching allocator reports allocated and reserved, the driver free and total.
struct CudaMemory {
    std::int64_t allocated, peakAllocated, reserved, peakReserved, deviceFree, deviceTotal;
};

// This process among several that exchange tensors on their GPUs; see connectNccl.
struct CudaPeer {
    const void* store;  // a c10::intrusive_ptr<c10d::Store>
    int rank, count, timeoutSeconds;
};

// Memory that graphs keep for their temporaries.
struct CudaGraphPool {
    std::uint64_t id[2];
};

inline constexpr int kCudaPluginVersion = 4;  // of this table; the program accepts no other
inline constexpr char kCudaPluginSymbol[] = "duoscaleCudaPlugin";

struct CudaPluginTable {
    int version;
    const char* (*deviceCount)(int* count);
    const char* (*deviceName)(int device, char* name, int capacity);
    const char* (*memory)(int device, CudaMemory* memory);
    const char* (*resetPeaks)(int device);
    const char* (*releaseCached)();
    const char* (*synchronise)(int device);
    // Null where the plug-in is built without NCCL. backend: an empty
    // c10::intrusive_ptr<c10d::Backend>, filled on return.
    const char* (*connectNccl)(int device, const CudaPeer*, void* backend);

    // Graphs. Between begin and end, what the calling thread launches on the current stream (not
    // the default one) is recorded and does not run. Temporaries come from the pool; graphs that
    // share a pool must never be replayed at the same time. abandon ends and frees a graph whose
    // work failed.
    const char* (*newGraphPool)(CudaGraphPool* pool);
    const char* (*beginGraph)(int device, CudaGraphPool pool, void** graph);
    const char* (*endGraph)(void* graph);
    const char* (*abandonGraph)(void* graph);
    const char* (*replayGraph)(int device, void* graph);
    const char* (*freeGraph)(void* graph);

    // The fused operations.
#define DUO_CUDA_OP(name, Job, failure) \
    const char* (*name)(int device, const kernels::Job& job, std::int64_t count);
#include "device/cuda_ops.def"
};

}  // namespace duo
