// Times successive phases of a scale: with the clock on the CPU, with events on a GPU, so that no
// phase waits for the device.
#pragma once

#include <ATen/ATen.h>
#include <c10/core/Event.h>

#include <vector>

#include "base/stopwatch.h"

namespace duo {

class PhaseClock {
  public:
    // Begins the first phase.
    explicit PhaseClock(at::Device device);
    // Ends a phase and begins the next one.
    void lap();
    // Milliseconds of every phase that has ended. Waits for the device.
    std::vector<double> milliseconds() const;

  private:
    void mark();

    at::Device device_;
    Stopwatch watch_;
    std::vector<double> laps_;
    std::vector<c10::Event> marks_;  // on a GPU: one more than phases
};

}  // namespace duo
