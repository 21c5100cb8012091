// Counts the bytes that CPU tensors hold, as the C library gave them. Tests check the memory ledger
// against it. It does not see tensors made before install() or the scratch space of libraries below
// ATen.
#pragma once

#include <cstdint>

namespace duo {

class TensorMemory {
  public:
    // Installs the counting allocator. Later calls do nothing.
    static void install();

    static std::int64_t currentBytes();
    static std::int64_t peakBytes();  // since the last resetPeak
    static void resetPeak();
    // An allocation beyond this many bytes fails as if memory had run out; 0: no limit.
    static void setLimit(std::int64_t bytes);
    static std::int64_t limit();
};

}  // namespace duo
