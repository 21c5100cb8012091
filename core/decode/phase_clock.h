// Times of the phases that follow one another: by the clock, or on a GPU by events between them, so
// that no phase waits for the device.
#pragma once

#include <ATen/ATen.h>
#include <c10/core/Event.h>

#include <vector>

#include "base/stopwatch.h"

namespace duo {

class PhaseClock {
  public:
    // The first phase begins.
    explicit PhaseClock(at::Device device);
    // A phase ends, and the next one begins.
    void lap();
    // Milliseconds of every phase that has ended. Waits until the device has done them.
    std::vector<double> milliseconds() const;

  private:
    void mark();

    at::Device device_;
    Stopwatch watch_;
    std::vector<double> laps_;
    std::vector<c10::Event> marks_;  // one more than phases
};

}  // namespace duo
