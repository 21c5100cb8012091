#include "kernels/cuda/graph.h"

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAGuard.h>

#include <memory>

namespace duo::kernels {
namespace {

at::cuda::CUDAGraph& graphOf(void* graph) {
    return *static_cast<at::cuda::CUDAGraph*>(graph);
}

}  // namespace

CudaGraphPool newCapturePool() {
    const at::cuda::MempoolId_t id = at::cuda::graph_pool_handle();
    return {{id.first, id.second}};
}

void* beginCapture(int device, CudaGraphPool pool) {
    const c10::cuda::CUDAGuard guard(static_cast<c10::DeviceIndex>(device));
    auto graph = std::make_unique<at::cuda::CUDAGraph>();
    // Another thread may allocate and launch meanwhile.
    graph->capture_begin({pool.id[0], pool.id[1]}, cudaStreamCaptureModeThreadLocal);
    return graph.release();
}

void endCapture(void* graph) {
    graphOf(graph).capture_end();
}

void abandonCapture(void* graph) {
    const std::unique_ptr<at::cuda::CUDAGraph> owned(&graphOf(graph));
    owned->capture_end();
}

void replayCapture(int device, void* graph) {
    const c10::cuda::CUDAGuard guard(static_cast<c10::DeviceIndex>(device));
    graphOf(graph).replay();
}

void freeCapture(void* graph) {
    delete &graphOf(graph);
}

}  // namespace duo::kernels
