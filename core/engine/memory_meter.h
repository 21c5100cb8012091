// Memory by owner at any moment: the ledger's weights and caches, and activations measured as the
// allocator's rise over them while an owner is at work.
#pragma once

#include <ATen/ATen.h>

#include <atomic>

#include "base/memory_ledger.h"
#include "protocol/decode_plan.h"
#include "protocol/memory_snapshot.h"

namespace duo {

MemoryOwner ownerOf(ModelRole role);

// Of a GPU, or of the machine.
std::int64_t totalMemory(at::Device device);

class MemoryMeter {
  public:
    explicit MemoryMeter(MemoryLedger& ledger) : ledger_(ledger) {}

    // Forgets the peaks of an earlier job. Worker thread.
    void startJob(at::Device device);
    // Takes the job's last activations and its peak off the books, so that the first sample of the
    // next job tells nothing of them. Worker thread.
    void endJob();
    // An owner starts to work. Worker thread.
    void begin();
    // It is done: what the allocator held at most beyond ledger and heldApart (trace, say) was the
    // owner's activations; they stay on the books until the next begin. Worker thread.
    void end(MemoryOwner owner, std::int64_t heldApartBytes = 0);

    // Any thread.
    MemorySnapshot snapshot() const;
    // What a device could still give to tensors: the limit of TensorMemory counts as the CPU's.
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
