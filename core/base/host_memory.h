// The machine's memory, as Linux states it. Bytes.
#pragma once

#include <cstdint>

namespace duo {

// Bytes that the system can give without swapping, its file caches included. 0 if unknown.
std::int64_t availableHostMemory();
std::int64_t physicalHostMemory();

}  // namespace duo
