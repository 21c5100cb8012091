#include "engine/memory_meter.h"

#include <algorithm>

#include "base/host_memory.h"
#include "device/cuda_backend.h"
#include "engine/tensor_memory.h"

namespace duo {
namespace {

constexpr MemoryOwner kOwners[] = {MemoryOwner::Drafter, MemoryOwner::Refiner, MemoryOwner::VqVae};
constexpr MemoryKind kKinds[] = {MemoryKind::Weights, MemoryKind::KvCache, MemoryKind::Activations};

}  // namespace

MemoryOwner ownerOf(ModelRole role) {
    return role == ModelRole::Drafter ? MemoryOwner::Drafter : MemoryOwner::Refiner;
}

std::int64_t totalMemory(at::Device device) {
    if (!device.is_cuda()) return physicalHostMemory();
    return CudaBackend::load().memory(device.index()).deviceTotal;
}

void MemoryMeter::startJob(at::Device device) {
    cudaDevice_ = device.is_cuda() ? device.index() : -1;
    activations_ = {};
    ledger_.resetPeaks();
    resetAllocatorPeak();
    jobPeak_ = read().current;
}

void MemoryMeter::endJob() {
    begin();
    jobPeak_ = 0;
}

void MemoryMeter::begin() {
    activations_ = {};
    resetAllocatorPeak();
}

void MemoryMeter::end(MemoryOwner owner, std::int64_t heldApartBytes) {
    // Not read(): that reads a file for the system's free memory, and this runs at every scale.
    const std::int64_t peak =
        cudaDevice_ < 0 ? TensorMemory::peakBytes() + ledger_.fileBytes() : read().peak;
    jobPeak_ = std::max(jobPeak_.load(), peak);
    // The ledger's total includes the session's own tables.
    const std::int64_t rise = peak - heldApartBytes - ledger_.totalBytes();
    activations_ = ledger_.charge(owner, MemoryKind::Activations, std::max<std::int64_t>(rise, 0));
}

MemorySnapshot MemoryMeter::snapshot() const {
    MemorySnapshot snapshot;
    for (const MemoryOwner owner : kOwners) {
        for (const MemoryKind kind : kKinds) {
            const MemoryLedger::Balance balance = ledger_.balance(owner, kind);
            snapshot.bytes[static_cast<int>(owner)][static_cast<int>(kind)] = balance.bytes;
            snapshot.peakBytes[static_cast<int>(owner)][static_cast<int>(kind)] = balance.peakBytes;
        }
    }
    const Reading reading = read();
    snapshot.allocatorBytes = reading.current;
    snapshot.allocatorPeakBytes = std::max(jobPeak_.load(), reading.peak);
    snapshot.deviceTotalBytes = reading.deviceTotal;
    snapshot.deviceFreeBytes = reading.deviceFree;
    return snapshot;
}

std::int64_t MemoryMeter::freeBytes(at::Device device) {
    if (device.is_cuda()) {
        const CudaMemory memory = CudaBackend::load().memory(device.index());
        return memory.deviceFree;
    }
    const std::int64_t limit = TensorMemory::limit(), free = availableHostMemory();
    if (limit == 0) return free;
    return std::clamp<std::int64_t>(limit - TensorMemory::currentBytes(), 0, free);
}

MemoryMeter::Reading MemoryMeter::read() const {
    const int device = cudaDevice_;
    if (device < 0) {
        const std::int64_t mapped = ledger_.fileBytes();
        return {TensorMemory::currentBytes() + mapped, TensorMemory::peakBytes() + mapped,
                physicalHostMemory(), availableHostMemory()};
    }
    const CudaMemory memory = CudaBackend::load().memory(device);
    return {memory.allocated, memory.peakAllocated, memory.deviceTotal, memory.deviceFree};
}

void MemoryMeter::resetAllocatorPeak() const {
    if (cudaDevice_ < 0) {
        TensorMemory::resetPeak();
    } else {
        CudaBackend::load().resetPeaks(cudaDevice_);
    }
}

}  // namespace duo
