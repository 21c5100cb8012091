// CUDA graphs over the tensor library's allocator, for the plug-in's table. All functions throw on
// failure.
#pragma once

#include "device/cuda_plugin.h"

namespace duo {

CudaGraphPool newCapturePool();
void* beginCapture(int device, CudaGraphPool pool);  // on the current stream -> the graph
void endCapture(void* graph);
void abandonCapture(void* graph);  // ends a failed capture and frees it
void replayCapture(int device, void* graph);
void freeCapture(void* graph);

}  // namespace duo
