// Records work as CUDA graphs, through the plug-in.
#pragma once

#include <ATen/ATen.h>
#include <c10/core/Stream.h>

#include "device/cuda_plugin.h"
#include "device/graph_recorder.h"

namespace duo {

class CudaGraphRecorder final : public GraphRecorder {
  public:
    // device: a GPU. Loads CudaBackend; throws its errors.
    explicit CudaGraphRecorder(at::Device device);
    std::unique_ptr<RecordedWork> record(const std::function<void()>& work) override;

  private:
    at::Device device_;
    CudaGraphPool pool_;
    c10::Stream side_;  // a graph cannot be recorded on the default stream
};

}  // namespace duo
