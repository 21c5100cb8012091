#include "model/kv_cache.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace duo {

KvCache::KvCache(int layers, std::vector<std::int64_t> shape_RHEh, at::TensorOptions options) {
    for (int layer = 0; layer < layers; ++layer) {
        keys_.push_back(at::empty(shape_RHEh, options));
        values_.push_back(at::empty(shape_RHEh, options));
    }
}

std::vector<std::int64_t> KvCache::shapeOf(const VarGeometry& geometry, std::int64_t rows,
                                           int endScale) {
    return {rows, geometry.heads, geometry.schedule.offset(endScale),
            geometry.width / geometry.heads};
}

void KvCache::growByPages() const {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    for (const std::vector<at::Tensor>* tensors : {&keys_, &values_}) {
        for (const at::Tensor& tensor : *tensors) {
            if (!tensor.is_cpu()) return;
            const auto address = reinterpret_cast<std::uintptr_t>(tensor.data_ptr());
            const std::uintptr_t first = (address + page - 1) / page * page;
            const std::uintptr_t end = (address + tensor.nbytes()) / page * page;
            if (first >= end) continue;
            auto* const pages = reinterpret_cast<void*>(first);
            ::madvise(pages, end - first, MADV_NOHUGEPAGE);
            ::madvise(pages, end - first, MADV_DONTNEED);  // give back pages of an earlier tensor
        }
    }
}

KvCache::View KvCache::first(int layer, std::int64_t n) const {
    return {keys_[layer].narrow(2, 0, n), values_[layer].narrow(2, 0, n)};
}

std::int64_t KvCache::bytes() const {
    std::int64_t sum = 0;
    for (const at::Tensor& keys : keys_) sum += 2 * static_cast<std::int64_t>(keys.nbytes());
    return sum;
}

std::int64_t KvCache::bytes(int layers, const std::vector<std::int64_t>& shape_RHEh,
                            at::ScalarType type) {
    std::int64_t elements = 2 * layers;  // k and v
    for (const std::int64_t size : shape_RHEh) elements *= size;
    return elements * static_cast<std::int64_t>(at::elementSize(type));
}

}  // namespace duo
