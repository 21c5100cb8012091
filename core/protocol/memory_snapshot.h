// Memory at one moment: the ledger's figures by owner, and those of the allocator and the device.
#pragma once

#include <array>
#include <cstdint>

#include "base/memory_ledger.h"

namespace duo {

struct MemorySnapshot {
    // bytes[owner][kind]; peakBytes is the same since the job began. Activations are measured as
    // the allocator's rise above weights and KV cache while the owner runs.
    std::array<std::array<std::int64_t, kMemoryKinds>, kMemoryOwners> bytes{};
    std::array<std::array<std::int64_t, kMemoryKinds>, kMemoryOwners> peakBytes{};
    std::int64_t allocatorBytes = 0;  // held by tensors of the current device
    std::int64_t allocatorPeakBytes = 0;
    std::int64_t deviceTotalBytes = 0;  // on the CPU: the machine's memory
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
