#include "engine/memory_meter.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "device/cuda_backend.h"
#include "engine/tensor_memory.h"

namespace duo {
namespace {

constexpr MemoryOwner kOwners[] = {MemoryOwner::Drafter, MemoryOwner::Refiner, MemoryOwner::VqVae};
constexpr MemoryKind kKinds[] = {MemoryKind::Weights, MemoryKind::KvCache, MemoryKind::Activations};

// Bytes that the system can give without swapping, its file caches included.
std::int64_t availableBytes() {
    std::ifstream file("/proc/meminfo");
    std::string key, unit;
    for (std::int64_t kibibytes = 0; file >> key >> kibibytes;) {
        if (key == "MemAvailable:") return kibibytes * 1024;
        std::getline(file, unit);
    }
    return 0;
}

std::int64_t physicalBytes() {
    return std::int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGE_SIZE);
}

}  // namespace

MemoryOwner ownerOf(ModelRole role) {
    return role == ModelRole::Drafter ? MemoryOwner::Drafter : MemoryOwner::Refiner;
}

std::int64_t totalMemory(at::Device device) {
    if (!device.is_cuda()) return physicalBytes();
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
    const std::int64_t limit = TensorMemory::limit(), free = availableBytes();
    if (limit == 0) return free;
    return std::clamp<std::int64_t>(limit - TensorMemory::currentBytes(), 0, free);
}

MemoryMeter::Reading MemoryMeter::read() const {
    const int device = cudaDevice_;
    if (device < 0) {
        const std::int64_t mapped = ledger_.fileBytes();
        return {TensorMemory::currentBytes() + mapped, TensorMemory::peakBytes() + mapped,
                physicalBytes(), availableBytes()};
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
