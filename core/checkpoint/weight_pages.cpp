#include "checkpoint/weight_pages.h"

#include <cstdint>

namespace duo {

bool WeightPages::usable(const io::TensorEntry& entry) {
    return entry.contiguous() &&
           reinterpret_cast<std::uintptr_t>(entry.data) % io::elementBytes(entry.dtype) == 0;
}

at::Tensor WeightPages::tensor(const io::TensorEntry& entry, at::ScalarType type) const {
    auto* data = const_cast<std::byte*>(entry.data);
    return at::from_blob(
        data, entry.shape, [mappings = mappings_](void*) {}, at::dtype(type));
}

void WeightPages::release(const at::Tensor& tensor) const {
    const std::span bytes{static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()};
    for (const io::Mapping& mapping : mappings_) io::releasePages(mapping.bytes, bytes);
}

void WeightPages::releaseAll() const {
    for (const io::Mapping& mapping : mappings_) io::releasePages(mapping.bytes, mapping.bytes);
}

}  // namespace duo
