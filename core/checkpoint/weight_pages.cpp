#include "checkpoint/weight_pages.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace duo {

bool WeightPages::usable(const io::TensorEntry& entry) {
    return entry.contiguous() &&
           reinterpret_cast<std::uintptr_t>(entry.data) % io::elementBytes(entry.dtype) == 0;
}

at::Tensor WeightPages::tensor(const io::TensorEntry& entry, at::ScalarType type) const {
    auto* data = const_cast<std::byte*>(entry.data);
    return at::from_blob(
        data, entry.shape, [mapping = mapping_](void*) {}, at::dtype(type));
}

void WeightPages::release(const at::Tensor& tensor) const {
    const auto* begin = static_cast<const std::byte*>(tensor.const_data_ptr());
    if (begin < bytes_.data() || begin >= bytes_.data() + bytes_.size()) return;
    release(begin, tensor.nbytes());
}

void WeightPages::releaseAll() const {
    release(bytes_.data(), bytes_.size());
}

// The pages at both ends, which may be a neighbour's too, go as well: it reads them again.
void WeightPages::release(const std::byte* begin, std::size_t bytes) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t before = static_cast<std::size_t>(begin - bytes_.data()) % page;
    ::madvise(const_cast<std::byte*>(begin - before), bytes + before, MADV_DONTNEED);
}

}  // namespace duo
