// The intermediate results of a decode, for parity checks and inspection.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace duo {

// tokens [B, L] int64; for each scale k from 0 logits.k [B, side², V] fp32 (after guidance, before
// filtering) and f_hat.k [B, C, S, S] fp32; image [B, 3, H, W] fp32 in [0, 1]. On the CPU.
using Trace = std::map<std::string, at::Tensor>;
// Called once a job, on the worker thread, before its JobDone.
using TraceSink = std::function<void(Trace)>;

// Collects the tensors of all batches. An inactive one keeps nothing.
class TraceRecorder {
  public:
    explicit TraceRecorder(bool active) : active_(active) {}

    void add(const std::string& name, const at::Tensor& tensor);  // in the order of the batches
    bool active() const { return active_; }
    std::int64_t bytes() const { return bytes_; }
    Trace take();  // batches joined along the first dimension

  private:
    bool active_;
    std::int64_t bytes_ = 0;
    std::map<std::string, std::vector<at::Tensor>> parts_;
};

}  // namespace duo
