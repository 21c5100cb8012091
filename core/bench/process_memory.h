// The resident memory of this process at its highest, as the system counts it: weights that are
// mapped from a file and scratch space of libraries included.
#pragma once

#include <cstdint>

namespace duo {

// Since the last reset, or the process's start where the system allows no reset. Bytes.
std::int64_t peakResidentBytes();
void resetPeakResident();

}  // namespace duo
