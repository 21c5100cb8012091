#include "device/cuda/graph.h"

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAGuard.h>

#include <exception>
#include <memory>

namespace duo {
namespace {

using at::cuda::MempoolId_t;

struct Capture {
    c10::DeviceIndex device;
    MempoolId_t pool;
    at::cuda::CUDAGraph graph;
};

Capture& captureOf(void* graph) {
    return *static_cast<Capture*>(graph);
}

}  // namespace

CudaGraphPool newCapturePool() {
    const MempoolId_t id = at::cuda::graph_pool_handle();
    return {{id.first, id.second}};
}

void* beginCapture(int device, CudaGraphPool pool) {
    const auto index = static_cast<c10::DeviceIndex>(device);
    const c10::cuda::CUDAGuard guard(index);
    auto capture = std::make_unique<Capture>(index, MempoolId_t{pool.id[0], pool.id[1]});
    // Thread-local, so that other threads may allocate and launch meanwhile.
    capture->graph.capture_begin(capture->pool, cudaStreamCaptureModeThreadLocal);
    return capture.release();
}

void endCapture(void* graph) {
    captureOf(graph).graph.capture_end();
}

void abandonCapture(void* graph) {
    const std::unique_ptr<Capture> capture(&captureOf(graph));
    try {
        capture->graph.capture_end();
    } catch (const std::exception&) {  // the capture broke: tell the allocator
        namespace allocator = c10::cuda::CUDACachingAllocator;
        allocator::endAllocateToPool(capture->device, capture->pool);
        allocator::releasePool(capture->device, capture->pool);
    }
}

void replayCapture(int device, void* graph) {
    const c10::cuda::CUDAGuard guard(static_cast<c10::DeviceIndex>(device));
    captureOf(graph).graph.replay();
}

void freeCapture(void* graph) {
    delete &captureOf(graph);
}

}  // namespace duo
