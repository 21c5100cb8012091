#include "engine/trace.h"

namespace duo {

void TraceRecorder::add(const std::string& name, const at::Tensor& tensor) {
    if (!active_) return;
    // Copied on the CPU as well: a view would keep a larger tensor alive.
    at::Tensor kept = tensor.to(at::kCPU, tensor.scalar_type(), /*non_blocking=*/false,
                                /*copy=*/true, at::MemoryFormat::Contiguous);
    bytes_ += static_cast<std::int64_t>(kept.nbytes());
    parts_[name].push_back(std::move(kept));
}

Trace TraceRecorder::take() {
    Trace trace;
    for (auto& [name, parts] : parts_) {
        trace[name] = parts.size() == 1 ? parts.front() : at::cat(parts);
        parts.clear();
    }
    parts_.clear();
    bytes_ = 0;
    return trace;
}

}  // namespace duo
