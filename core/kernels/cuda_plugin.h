// What the CUDA plug-in gives the program: one table of functions behind one C symbol. Plain types
// alone, so that device code is compiled without tensor headers. All pointers are device memory;
// the work goes to the current stream of `device`. Functions that can fail give nullptr, or a
// sentence that lives until the thread's next call.
#pragma once

#include <cstdint>

#include "kernels/row_jobs.h"

namespace duo::kernels {

// The logits and keys of one draw; see gumbel_draw.h.
struct CudaGumbelArguments {
    const float* logits;          // [B, l, V]
    const std::uint64_t* seeds;   // [B]
    const std::uint32_t* images;  // [B]
    std::int64_t pictures, tokens, codes;
    std::uint32_t stream, scale;
};

// Bytes; allocated and reserved by the caching allocator, free and total by the driver.
struct CudaMemory {
    std::int64_t allocated, peakAllocated, reserved, peakReserved, deviceFree, deviceTotal;
};

// One of several processes that exchange tensors on their GPUs; see connectNccl.
struct CudaPeer {
    const void* store;  // a c10::intrusive_ptr<c10d::Store>
    int rank, count, timeoutSeconds;
};

// sum = fHat + own · (1 - share) + (weight ∗ own + bias) · share, `own` being h upsampled; without
// weight fHat + own. fHat and sum [pictures, channels, latentSide, latentSide], h [pictures, side,
// side, channels], weight [channels, channels, 3, 3] or null, bias [channels].
struct AddScaleJob {
    const float* fHat = nullptr;
    const float* h = nullptr;
    const float* weight = nullptr;
    const float* bias = nullptr;
    float* sum = nullptr;
    float share = 0;
    int channels = 0, side = 0, latentSide = 0;
};

// map [pictures, side, side, channels] = fHat [pictures, channels, latentSide, latentSide],
// averaged over the area of each cell.
struct AreaMapJob {
    const float* fHat = nullptr;
    float* map = nullptr;
    int channels = 0, side = 0, latentSide = 0;
};

// Memory that graphs keep for their temporaries.
struct CudaGraphPool {
    std::uint64_t id[2];
};

inline constexpr int kCudaPluginVersion = 3;  // of this table; the program takes no other
inline constexpr char kCudaPluginSymbol[] = "duoscaleCudaPlugin";

struct CudaPluginTable {
    int version;
    const char* (*gumbelArgmax)(int device, const CudaGumbelArguments&, float temperature,
                                std::int64_t* idx);
    const char* (*gumbelPerturb)(int device, const CudaGumbelArguments&, float factor, float tau,
                                 float* noisy);
    const char* (*deviceCount)(int* count);
    const char* (*deviceName)(int device, char* name, int capacity);
    const char* (*memory)(int device, CudaMemory* memory);
    const char* (*resetPeaks)(int device);
    const char* (*releaseCached)();
    const char* (*synchronise)(int device);
    // Null where the plug-in is built without NCCL. backend: an empty
    // c10::intrusive_ptr<c10d::Backend>, filled.
    const char* (*connectNccl)(int device, const CudaPeer*, void* backend);

    // The fused operations of decoding.
    const char* (*normModulate)(int device, const NormModulateJob&, std::int64_t rows);
    const char* (*splitHeads)(int device, const SplitHeadsJob&, std::int64_t rows);
    const char* (*gatedAdd)(int device, const GatedAddJob&, std::int64_t rows);
    const char* (*drawTokens)(int device, const DrawJob&, std::int64_t rows);
    const char* (*addScale)(int device, const AddScaleJob&, std::int64_t pictures);
    const char* (*areaMap)(int device, const AreaMapJob&, std::int64_t pictures);

    // Graphs: what the calling thread launches on the current stream, which is not the default one,
    // between begin and end is kept and not run. Temporaries come from the pool, which graphs share
    // that are never replayed at the same time. abandon ends and frees a graph whose work failed.
    const char* (*newGraphPool)(CudaGraphPool* pool);
    const char* (*beginGraph)(int device, CudaGraphPool pool, void** graph);
    const char* (*endGraph)(void* graph);
    const char* (*abandonGraph)(void* graph);
    const char* (*replayGraph)(int device, void* graph);
    const char* (*freeGraph)(void* graph);
};

}  // namespace duo::kernels
