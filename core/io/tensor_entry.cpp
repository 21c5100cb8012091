#include "io/tensor_entry.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace duo::io {

std::size_t elementBytes(DType dtype) {
    switch (dtype) {
        case DType::Float64:
        case DType::Int64:
            return 8;
        case DType::Float32:
        case DType::Int32:
            return 4;
        case DType::Float16:
        case DType::BFloat16:
        case DType::Int16:
            return 2;
        case DType::Int8:
        case DType::UInt8:
        case DType::Bool:
            return 1;
    }
    return 0;
}

std::string dtypeName(DType dtype) {
    switch (dtype) {
        case DType::Float32:
            return "float32";
        case DType::Float16:
            return "float16";
        case DType::BFloat16:
            return "bfloat16";
        case DType::Float64:
            return "float64";
        case DType::Int64:
            return "int64";
        case DType::Int32:
            return "int32";
        case DType::Int16:
            return "int16";
        case DType::Int8:
            return "int8";
        case DType::UInt8:
            return "uint8";
        case DType::Bool:
            return "bool";
    }
    return "unknown";
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (i > 0) text += ", ";
        text += std::to_string(shape[i]);
    }
    return text + "]";
}

std::int64_t TensorEntry::elements() const {
    std::int64_t count = 1;
    for (const std::int64_t size : shape) count *= size;
    return count;
}

bool TensorEntry::contiguous() const {
    if (!parts.empty()) return false;
    std::int64_t expected = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        if (shape[i] != 1 && strides[i] != expected) return elements() == 0;
        expected *= shape[i];
    }
    return true;
}

namespace {

void copyParts(const TensorEntry& tensor, std::int64_t first, std::int64_t count, std::byte* out) {
    const auto size = static_cast<std::int64_t>(elementBytes(tensor.dtype));
    for (const TensorEntry& part : tensor.parts) {
        const std::int64_t held = part.elements();
        const std::int64_t here = std::clamp(held - first, std::int64_t{0}, count);
        copyRowMajor(part, first, here, out);
        out += here * size;
        count -= here;
        first = std::max(first - held, std::int64_t{0});
    }
}

}  // namespace

void copyRowMajor(const TensorEntry& tensor, std::int64_t first, std::int64_t count,
                  std::byte* out) {
    const auto size = static_cast<std::int64_t>(elementBytes(tensor.dtype));
    if (count == 0) return;
    if (!tensor.parts.empty()) return copyParts(tensor, first, count, out);
    if (tensor.contiguous()) {
        std::memcpy(out, tensor.data + first * size, static_cast<std::size_t>(count * size));
        return;
    }
    const int rank = static_cast<int>(tensor.shape.size());
    std::vector<std::int64_t> index(rank);
    std::int64_t offset = 0;
    for (std::int64_t d = rank - 1, rest = first; d >= 0; --d) {
        index[d] = rest % tensor.shape[d];
        rest /= tensor.shape[d];
        offset += index[d] * tensor.strides[d];
    }
    for (std::int64_t i = 0; i < count; ++i) {
        std::memcpy(out + i * size, tensor.data + offset * size, static_cast<std::size_t>(size));
        for (int d = rank - 1; d >= 0; --d) {
            offset += tensor.strides[d];
            if (++index[d] < tensor.shape[d]) break;
            offset -= index[d] * tensor.strides[d];
            index[d] = 0;
        }
    }
}

void releasePages(std::span<const std::byte> mapped, std::span<const std::byte> bytes) {
    if (bytes.data() < mapped.data() || bytes.data() >= mapped.data() + mapped.size()) return;
    // The mapping begins on a page boundary.
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto begin = static_cast<std::size_t>(bytes.data() - mapped.data());
    const std::size_t from = begin / page * page;
    ::madvise(const_cast<std::byte*>(mapped.data()) + from,
              std::min(begin + bytes.size(), mapped.size()) - from, MADV_DONTNEED);
}

std::int64_t TensorFile::bytes() const {
    std::size_t total = 0;
    for (const Mapping& mapping : mappings) total += mapping.bytes.size();
    return static_cast<std::int64_t>(total);
}

void TensorFile::releasePages(const TensorEntry& tensor) const {
    for (const TensorEntry& part : tensor.parts) releasePages(part);
    if (!tensor.parts.empty()) return;
    std::int64_t last = 0;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        if (tensor.shape[i] == 0) return;
        last += (tensor.shape[i] - 1) * tensor.strides[i];
    }
    const std::size_t size = (static_cast<std::size_t>(last) + 1) * elementBytes(tensor.dtype);
    for (const Mapping& mapping : mappings) io::releasePages(mapping.bytes, {tensor.data, size});
}

}  // namespace duo::io
