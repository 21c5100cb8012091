// Device work that is recorded once and replayed as a whole, so that a scale of few tokens does not
// wait for the launches of its hundreds of kernels.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace duo {

class RecordedWork {
  public:
    virtual ~RecordedWork() = default;
    // Runs on the current stream, in its order.
    virtual void replay() = 0;
    virtual std::int64_t bytes() const = 0;  // device memory that it keeps
};

class GraphRecorder {
  public:
    virtual ~GraphRecorder() = default;
    // Runs the work once in the ordinary way, which warms it up, then records it. -> null if it
    // cannot be recorded. work: computes on tensors whose addresses stay the same as long as it is
    // replayed, reads none of them on the host, and gives the same result if run twice.
    virtual std::unique_ptr<RecordedWork> record(const std::function<void()>& work) = 0;
};

}  // namespace duo
