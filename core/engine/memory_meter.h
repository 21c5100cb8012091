// Memory by owner at any moment: weights and caches from the ledger, and activations measured as
// the allocator's rise over them while an owner works.
#pragma once

#include <ATen/ATen.h>

#include <atomic>

#include "base/memory_ledger.h"
#include "protocol/decode_plan.h"
#include "protocol/memory_snapshot.h"

namespace duo {

MemoryOwner ownerOf(ModelRole role);

// Bytes of memory of a GPU, or of the machine.
std::int64_t totalMemory(at::Device device);

class MemoryMeter {
  public:
    explicit MemoryMeter(MemoryLedger& ledger) : ledger_(ledger) {}

    // Forgets the peaks of an earlier job. Worker thread.
    void startJob(at::Device device);
    // Forgets the job's last activations and its peak, so that they do not show in the first sample
    // of the next job. Worker thread.
    void endJob();
    // An owner starts to work. Worker thread.
    void begin();
    // The owner is done. Its activations are the allocator's peak since begin() less the ledger and
    // heldApartBytes (the trace, say). They are charged until the next begin(). Worker thread.
    void end(MemoryOwner owner, std::int64_t heldApartBytes = 0);

    // Any thread.
    MemorySnapshot snapshot() const;
    // Bytes that tensors can still get on a device. On the CPU TensorMemory's limit counts.
    static std::int64_t freeBytes(at::Device device);

  private:
    struct Reading {
        std::int64_t current = 0, peak = 0, deviceTotal = 0, deviceFree = 0;
    };
    Reading read() const;
    void resetAllocatorPeak() const;

    MemoryLedger& ledger_;
    MemoryLedger::Charge activations_;
    std::atomic<int> cudaDevice_{-1};  // -1: the CPU
    std::atomic<std::int64_t> jobPeak_{0};
};

}  // namespace duo
