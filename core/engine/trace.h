// Everything a decode computed on its way, for parity checks and for looking inside.
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

// Gathers batches; an engine without a trace sink holds an inactive one.
class TraceRecorder {
  public:
    explicit TraceRecorder(bool active) : active_(active) {}

    void add(const std::string& name, const at::Tensor& tensor);  // batches in turn
    bool active() const { return active_; }
    std::int64_t bytes() const { return bytes_; }
    Trace take();  // batches joined along the first dimension

  private:
    bool active_;
    std::int64_t bytes_ = 0;
    std::map<std::string, std::vector<at::Tensor>> parts_;
};

}  // namespace duo
