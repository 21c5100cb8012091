// Device work that is recorded once and replayed as a whole, so that a scale of few tokens is not
// held up by the launch of its hundreds of kernels.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace duo {

class RecordedWork {
  public:
    virtual ~RecordedWork() = default;
    // Goes to the current stream, in the order of what else goes there.
    virtual void replay() = 0;
    virtual std::int64_t bytes() const = 0;  // of the device's memory, kept for it
};

class GraphRecorder {
  public:
    virtual ~GraphRecorder() = default;
    // Does the work once in the ordinary way, which warms it up, and keeps it; null where it cannot
    // be kept. work: computes on tensors that stay where they are for as long as it may be
    // replayed, reads none of them on the host, and may be done twice with the same result.
    virtual std::unique_ptr<RecordedWork> record(const std::function<void()>& work) = 0;
};

}  // namespace duo
