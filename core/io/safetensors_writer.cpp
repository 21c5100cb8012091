// Writes safetensors: the header padded with spaces to 8 bytes, the tensors in the given order.
#include <nlohmann/json.hpp>

#include "io/atomic_file.h"
#include "io/tensor_entry.h"

namespace duo::io {
namespace {

const char* safetensorsName(DType dtype) {
    switch (dtype) {
        case DType::Float32:
            return "F32";
        case DType::Float16:
            return "F16";
        case DType::BFloat16:
            return "BF16";
        case DType::Float64:
            return "F64";
        case DType::Int64:
            return "I64";
        case DType::Int32:
            return "I32";
        case DType::Int16:
            return "I16";
        case DType::Int8:
            return "I8";
        case DType::UInt8:
            return "U8";
        case DType::Bool:
            return "BOOL";
    }
    return "";
}

std::size_t bytesOf(const TensorToWrite& tensor) {
    std::size_t bytes = elementBytes(tensor.dtype);
    for (const std::int64_t size : tensor.shape) bytes *= static_cast<std::size_t>(size);
    return bytes;
}

}  // namespace

void writeSafetensors(const std::string& path, const std::vector<TensorToWrite>& tensors,
                      const std::map<std::string, std::string>& metadata) {
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty()) header["__metadata__"] = metadata;
    std::size_t offset = 0;
    for (const TensorToWrite& tensor : tensors) {
        const std::size_t end = offset + bytesOf(tensor);
        header[tensor.name] = {{"dtype", safetensorsName(tensor.dtype)},
                               {"shape", tensor.shape},
                               {"data_offsets", {offset, end}}};
        offset = end;
    }
    // Metadata may come from a foreign file; invalid UTF-8 is replaced, not refused.
    std::string text = header.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    text.append((8 - text.size() % 8) % 8, ' ');
    const std::uint64_t length = text.size();

    AtomicFile file(path);
    file.write(&length, sizeof length);
    file.write(text.data(), text.size());
    for (const TensorToWrite& tensor : tensors) file.write(tensor.data, bytesOf(tensor));
    file.commit();
}

}  // namespace duo::io
