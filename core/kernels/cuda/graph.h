// CUDA graphs over the tensor library's allocator, for the plug-in's table. They throw.
#pragma once

#include "kernels/cuda_plugin.h"

namespace duo::kernels {

CudaGraphPool newCapturePool();
void* beginCapture(int device, CudaGraphPool pool);  // on the current stream -> the graph
void endCapture(void* graph);
void abandonCapture(void* graph);  // ends what failed, and frees it
void replayCapture(int device, void* graph);
void freeCapture(void* graph);

}  // namespace duo::kernels
