// The CUDA backend as a plug-in that is loaded on first use: a program that decodes on the CPU
// never loads the CUDA libraries, and one build runs with and without a GPU.
#pragma once

#include <cstdint>
#include <string>

#include "kernels/cuda_plugin.h"

namespace duo::kernels {

// All members throw Error(Device) with what failed. Thread-safe.
class CudaBackend {
  public:
    // Loads the plug-in: the file DUOSCALE_CUDA_PLUGIN names, or libduoscale_cuda.so beside the
    // program or in ../lib. Throws Error(Device) where there is no plug-in, no driver or no device;
    // a later call tries again.
    static const CudaBackend& load();
    // Whether load() succeeds; why, if wanted, is the sentence where it does not.
    static bool available(std::string* why = nullptr);

    int deviceCount() const;
    std::string deviceName(int device) const;
    CudaMemory memory(int device) const;
    void resetPeaks(int device) const;
    void releaseCached() const;  // gives cached blocks back to the driver
    void synchronise(int device) const;
    // Between GPUs of several processes: c10d's NCCL group. backend: to be filled, a
    // c10::intrusive_ptr<c10d::Backend>. -> false where there is no NCCL
    bool connectNccl(int device, const CudaPeer& peer, void* backend) const;
    void gumbelArgmax(int device, const CudaGumbelArguments& arguments, float temperature,
                      std::int64_t* idx) const;
    void gumbelPerturb(int device, const CudaGumbelArguments& arguments, float factor, float tau,
                       float* noisy) const;
    // Graphs, as cuda_plugin.h has them. freeGraph and abandonGraph tell of no failure: nothing can
    // be done about it.
    CudaGraphPool newGraphPool() const;
    void* beginGraph(int device, CudaGraphPool pool) const;
    void endGraph(void* graph) const;
    void abandonGraph(void* graph) const noexcept;
    void replayGraph(int device, void* graph) const;
    void freeGraph(void* graph) const noexcept;

    // The fused operations of decoding, over device memory.
    void normModulate(int device, const NormModulateJob& job, std::int64_t rows) const;
    // rows: of the batch, times tokens
    void splitHeads(int device, const SplitHeadsJob& job, std::int64_t rows) const;
    void gatedAdd(int device, const GatedAddJob& job, std::int64_t rows) const;
    // job: of at most kMostCodesOnGpu codes
    void drawTokens(int device, const DrawJob& job, std::int64_t rows) const;
    void addScale(int device, const AddScaleJob& job, std::int64_t pictures) const;
    void areaMap(int device, const AreaMapJob& job, std::int64_t pictures) const;

  private:
    explicit CudaBackend(const CudaPluginTable& table) : table_(table) {}
    CudaPluginTable table_;
};

}  // namespace duo::kernels
