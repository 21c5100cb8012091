#include "device/cuda_graph_recorder.h"

#include <c10/core/Event.h>
#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "device/cuda_backend.h"

namespace duo {
namespace {

// A graph and the memory that its temporaries keep.
class CudaGraph final : public RecordedWork {
  public:
    explicit CudaGraph(at::Device device) : device_(device), backend_(CudaBackend::load()) {}
    ~CudaGraph() override {
        if (graph_ != nullptr) backend_.freeGraph(graph_);
    }

    // -> whether recording succeeded
    bool record(const std::function<void()>& work, CudaGraphPool pool) {
        const std::int64_t before = backend_.memory(device_.index()).reserved;
        try {
            graph_ = backend_.beginGraph(device_.index(), pool);
            work();
            backend_.endGraph(graph_);
        } catch (const std::exception&) {
            if (graph_ != nullptr) backend_.abandonGraph(std::exchange(graph_, nullptr));
            return false;
        }
        // The pool does not grow if another graph's temporaries are as large.
        bytes_ = std::max<std::int64_t>(backend_.memory(device_.index()).reserved - before, 0);
        return true;
    }

    void replay() override { backend_.replayGraph(device_.index(), graph_); }
    std::int64_t bytes() const override { return bytes_; }

  private:
    at::Device device_;
    const CudaBackend& backend_;
    void* graph_ = nullptr;
    std::int64_t bytes_ = 0;
};

void letWait(const c10::Stream& waiting, const c10::Stream& first) {
    c10::Event event(first.device_type());
    event.record(first);
    event.block(waiting);
}

}  // namespace

CudaGraphRecorder::CudaGraphRecorder(at::Device device)
    : device_(device),
      pool_(CudaBackend::load().newGraphPool()),
      // From the high-priority pool, which nothing else uses: no other thread launches on this
      // stream during recording.
      side_(c10::impl::VirtualGuardImpl(device.type())
                .getStreamFromGlobalPool(device, /*isHighPriority=*/true)) {}

std::unique_ptr<RecordedWork> CudaGraphRecorder::record(const std::function<void()>& work) {
    const c10::Stream current = c10::impl::VirtualGuardImpl(device_.type()).getStream(device_);
    auto graph = std::make_unique<CudaGraph>(device_);
    bool recorded = false;
    letWait(side_, current);
    {
        // Libraries create their handles and workspaces for each stream: here, outside the graph.
        const c10::StreamGuard guard(side_);
        work();
        recorded = graph->record(work, pool_);
    }
    letWait(current, side_);
    if (!recorded) return nullptr;
    return graph;
}

}  // namespace duo
