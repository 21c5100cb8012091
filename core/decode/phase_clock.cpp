#include "decode/phase_clock.h"

#include <c10/core/impl/VirtualGuardImpl.h>

namespace duo {

PhaseClock::PhaseClock(at::Device device) : device_(device) {
    if (device_.is_cuda()) mark();
}

void PhaseClock::lap() {
    if (device_.is_cuda()) {
        mark();
    } else {
        laps_.push_back(watch_.lapMilliseconds());
    }
}

std::vector<double> PhaseClock::milliseconds() const {
    if (marks_.empty()) return laps_;
    marks_.back().synchronize();
    std::vector<double> laps;
    for (std::size_t i = 1; i < marks_.size(); ++i) {
        laps.push_back(marks_[i - 1].elapsedTime(marks_[i]));
    }
    return laps;
}

void PhaseClock::mark() {
    c10::Event& event = marks_.emplace_back(device_.type(), c10::EventFlag::BACKEND_DEFAULT);
    event.record(c10::impl::VirtualGuardImpl(device_.type()).getStream(device_));
}

}  // namespace duo
