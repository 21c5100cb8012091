// Memory at one moment: what the ledger believes by owner, beside what allocator and device report.
#pragma once

#include <array>
#include <cstdint>

#include "base/memory_ledger.h"

namespace duo {

struct MemorySnapshot {
    // bytes[owner][kind], peakBytes likewise since the job began. Activations are measured: the
    // allocator's rise over weights and KV cache while the owner was at work.
    std::array<std::array<std::int64_t, kMemoryKinds>, kMemoryOwners> bytes{};
    std::array<std::array<std::int64_t, kMemoryKinds>, kMemoryOwners> peakBytes{};
    std::int64_t allocatorBytes = 0;  // held by tensors of the device at work
    std::int64_t allocatorPeakBytes = 0;
    std::int64_t deviceTotalBytes = 0;  // the machine's memory on the CPU
    std::int64_t deviceFreeBytes = 0;

    std::int64_t of(MemoryOwner owner, MemoryKind kind) const {
        return bytes[static_cast<int>(owner)][static_cast<int>(kind)];
    }
    std::int64_t peakOf(MemoryOwner owner, MemoryKind kind) const {
        return peakBytes[static_cast<int>(owner)][static_cast<int>(kind)];
    }
    bool operator==(const MemorySnapshot&) const = default;
};

}  // namespace duo
