#include "engine/tensor_memory.h"

#include <ATen/ATen.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <malloc.h>
#include <sys/mman.h>

#include <atomic>
#include <cstdint>

namespace duo {
namespace {

std::atomic<std::int64_t> current{0}, peak{0}, limitBytes{0};

void release(void* data) {
    current -= static_cast<std::int64_t>(malloc_usable_size(data));
    c10::free_cpu(data);
}

// For the part of the block that large pages can cover. With small pages the first write to the
// feature maps of a picture would zero and map thousands of them one by one.
void askForLargePages(void* data, std::size_t bytes) {
    constexpr std::uintptr_t kPage = std::uintptr_t{2} << 20;
    const auto address = reinterpret_cast<std::uintptr_t>(data);
    const std::uintptr_t first = (address + kPage - 1) / kPage * kPage;
    const std::uintptr_t end = (address + bytes) / kPage * kPage;
    if (bytes >= 2 * kPage && first < end)
        ::madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
}

class CountingAllocator final : public c10::Allocator {
  public:
    c10::DataPtr allocate(std::size_t bytes) override {
        const std::int64_t most = limitBytes;
        TORCH_CHECK_WITH(OutOfMemoryError,
                         most == 0 || current + static_cast<std::int64_t>(bytes) <= most,
                         "not enough memory: ", bytes, " bytes beside ", current.load(),
                         " pass the limit of ", most);
        void* data = c10::alloc_cpu(bytes);  // nullptr for no bytes
        askForLargePages(data, bytes);
        const std::int64_t held = current +=
            data == nullptr ? 0 : static_cast<std::int64_t>(malloc_usable_size(data));
        std::int64_t seen = peak;
        while (seen < held && !peak.compare_exchange_weak(seen, held)) {
        }
        return {data, data, &release, at::Device(at::kCPU)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &release; }
    void copy_data(void* target, const void* source, std::size_t bytes) const override {
        default_copy_data(target, source, bytes);
    }
};

}  // namespace

void TensorMemory::install() {
    static const bool done = [] {
        static CountingAllocator allocator;  // outlives every tensor: never destroyed before exit
        c10::SetCPUAllocator(&allocator, /*priority=*/1);
        return true;
    }();
    (void)done;
}

std::int64_t TensorMemory::currentBytes() {
    return current;
}
std::int64_t TensorMemory::peakBytes() {
    return peak;
}
void TensorMemory::resetPeak() {
    peak = current.load();
}
std::int64_t TensorMemory::limit() {
    return limitBytes;
}

void TensorMemory::setLimit(std::int64_t bytes) {
    limitBytes = bytes;
}

}  // namespace duo
