// The CUDA backend: a plug-in that is loaded on first use. A program that decodes on the CPU never
// loads the CUDA libraries, and one build runs with and without a GPU.
#pragma once

#include <cstdint>
#include <string>

#include "device/cuda_plugin.h"

namespace duo {

// Members throw Error(Device), which says what failed. Thread-safe.
class CudaBackend {
  public:
    // Loads the plug-in: the file that DUOSCALE_CUDA_PLUGIN names, or libduoscale_cuda.so beside
    // the program, in ../lib or in ../lib/duoscale. Throws Error(Device) without a plug-in, a
    // driver or a device; a later call tries again.
    static const CudaBackend& load();
    // Whether load() succeeds; *why, if given, receives the sentence where it does not.
    static bool available(std::string* why = nullptr);

    int deviceCount() const;
    std::string deviceName(int device) const;
    CudaMemory memory(int device) const;
    void resetPeaks(int device) const;
    void releaseCached() const;  // returns cached blocks to the driver
    void synchronise(int device) const;
    // Connects GPUs of several processes by c10d's NCCL group. backend: an empty
    // c10::intrusive_ptr<c10d::Backend>, filled on return. -> false without NCCL
    bool connectNccl(int device, const CudaPeer& peer, void* backend) const;

    // Graphs, as cuda_plugin.h describes them. freeGraph and abandonGraph ignore failures: a caller
    // could do nothing about them.
    CudaGraphPool newGraphPool() const;
    void* beginGraph(int device, CudaGraphPool pool) const;
    void endGraph(void* graph) const;
    void abandonGraph(void* graph) const noexcept;
    void replayGraph(int device, void* graph) const;
    void freeGraph(void* graph) const noexcept;

    // The fused operations over device memory, such as normModulate(device, job, rows). The job's
    // header says what it computes and what count counts.
#define DUO_CUDA_OP(name, Job, failure) \
    void name(int device, const kernels::Job& job, std::int64_t count) const;
#include "device/cuda_ops.def"

  private:
    explicit CudaBackend(const CudaPluginTable& table) : table_(table) {}
    CudaPluginTable table_;
};

}  // namespace duo
