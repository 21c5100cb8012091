// Peak resident memory of this process as the system counts it, including weights mapped from a
// file and scratch space of libraries.
#pragma once

#include <cstdint>

namespace duo {

// Bytes since the last reset, or since the process's start if the system allows no reset.
std::int64_t peakResidentBytes();
void resetPeakResident();

}  // namespace duo
