// The ThreadBlock of kernels/cuda/block.h on the CPU.
#pragma once

#include <array>
#include <cstring>

#include "kernels/cuda/block.h"
#include "kernels/host_threads.h"

namespace duo::test {

// What a block's threads share. Memory is filled with a pattern that no test mistakes for a result.
struct HostMemory {
    using Place = std::array<unsigned char, 16>;
    HostMemory(int threads, std::int64_t sharedBytes)
        : shared(sharedBytes / sizeof(Place) + 1),
          scratch(threads / kernels::kWarp),
          exchanged{std::vector<Place>(threads), std::vector<Place>(threads)} {}
    void spoil() {
        for (Place& place : shared) place.fill(0xff);
        for (Place& place : scratch) place.fill(0xff);
    }
    std::vector<Place> shared, scratch;
    std::array<std::vector<Place>, 2>
        exchanged;  // alternating: threads may still read the last values
};

// One thread's view of its block.
class HostBlock {
  public:
    HostBlock(HostThreads& threads, HostMemory& memory, std::int64_t index, int thread)
        : threads_(&threads), memory_(&memory), index_(index), thread_(thread) {}
    std::int64_t index() const { return index_; }
    int thread() const { return thread_; }
    int threads() const { return threads_->count(); }
    void sync() { threads_->meet(Meeting::Block); }
    template <typename T>
    T shuffleXor(T value, int mask) {
        static_assert(sizeof(T) <= sizeof(HostMemory::Place));
        std::vector<HostMemory::Place>& places = memory_->exchanged[exchanges_++ % 2];
        std::memcpy(places[thread_].data(), &value, sizeof(T));
        threads_->meet(Meeting::Warp);
        std::memcpy(&value, places[thread_ ^ mask].data(), sizeof(T));
        return value;
    }
    template <typename T>
    T* shared() {
        return reinterpret_cast<T*>(memory_->shared.data());
    }
    template <typename T>
    T* scratch() {
        static_assert(sizeof(T) <= sizeof(HostMemory::Place));
        return reinterpret_cast<T*>(memory_->scratch.data());
    }

  private:
    HostThreads* threads_;
    HostMemory* memory_;
    std::int64_t index_;
    int thread_;
    std::int64_t exchanges_ = 0;
};

struct HostLaunch {
    std::int64_t blocks = 1;
    int threads = kernels::kWarp;
    Order order = Order::Rising;
    std::int64_t sharedBytes = 0;
};

// The CPU's form of launchBody.
template <typename Body, typename Job>
void runOnHost(const HostLaunch& launch, const Job& job) {
    HostThreads threads(launch.threads, launch.order);
    HostMemory memory(launch.threads, launch.sharedBytes);
    for (std::int64_t index = 0; index < launch.blocks; ++index) {
        memory.spoil();
        threads.run([&](int thread) {
            HostBlock block(threads, memory, index, thread);
            Body()(block, job);
        });
    }
}

}  // namespace duo::test
