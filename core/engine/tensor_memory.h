// What the CPU allocator really holds: it counts every tensor's bytes as the C library gave them.
// The ledger says what we believe; this is what a test holds it to. Tensors made before install()
// and the scratch space of libraries below ATen are not seen.
#pragma once

#include <cstdint>

namespace duo {

class TensorMemory {
  public:
    // Puts the counting allocator in place; the first call does, later ones do nothing.
    static void install();

    static std::int64_t currentBytes();
    static std::int64_t peakBytes();  // since the last resetPeak
    static void resetPeak();
    // Beyond so many bytes an allocation fails as where the machine's memory ran out; 0: no limit.
    static void setLimit(std::int64_t bytes);
    static std::int64_t limit();
};

}  // namespace duo
