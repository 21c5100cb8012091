// A tensor in a mapped file, without a tensor library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace duo::io {

enum class DType { Float32, Float16, BFloat16, Float64, Int64, Int32, Int16, Int8, UInt8, Bool };
std::size_t elementBytes(DType dtype);
std::string dtypeName(DType dtype);  // "float32", "bfloat16", …

struct TensorEntry {
    DType dtype = DType::Float32;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;  // in elements; row-major unless the file states others
    const std::byte* data = nullptr;    // first element; valid while the TensorFile lives
    // Tensors of one type that are stacked along the first dimension; data is then null.
    std::vector<TensorEntry> parts = {};
    std::int64_t elements() const;
    bool contiguous() const;  // in one piece of memory, row-major
};

std::string shapeText(const std::vector<std::int64_t>& shape);  // "[2, 3]"

// Copies elements [first, first + count) in row-major order, for any strides and alignment of the
// source. out holds count * elementBytes(tensor.dtype).
void copyRowMajor(const TensorEntry& tensor, std::int64_t first, std::int64_t count,
                  std::byte* out);

// Returns the pages that hold these bytes to the system, including shared pages at both ends.
// Released pages are read again on use.
// mapped: the whole mapping; bytes outside it are ignored.
void releasePages(std::span<const std::byte> mapped, std::span<const std::byte> bytes);

// A file's bytes in memory, and what keeps them there.
struct Mapping {
    std::shared_ptr<const void> owner;
    std::span<const std::byte> bytes;
};

// An open weight file: its tensors by name, in place. Keeps the mappings alive.
struct TensorFile {
    std::string path;
    std::string format;  // "safetensors", "torch zip", "torch legacy", "safetensors in 2 shards"
    std::map<std::string, TensorEntry> tensors;  // flat names, nested dicts joined by '.'
    std::map<std::string, std::string>
        metadata;  // safetensors __metadata__, plain values of a pickle's top level
    std::vector<Mapping> mappings;  // one for each shard; none for tensors in plain memory

    std::int64_t bytes() const;  // of the file, or of all shards
    // Returns the tensor's pages to the system; they are read again on use. A load thus keeps only
    // the loaded weights resident, not the file too.
    void releasePages(const TensorEntry& tensor) const;
};

// Detects the format by content, not suffix, and reads the directory of tensors; copies no weights.
// path: a file, an index of shards (shards.h), or the folder that holds one.
// Error(File): unreadable. Error(Checkpoint): truncated, corrupt, unknown, or hostile (a pickle
// global refused by name); a shard that is missing or does not match its index.
TensorFile openTensorFile(const std::string& path);

// One tensor to write, row-major; data must stay valid during the call.
struct TensorToWrite {
    std::string name;
    DType dtype = DType::Float32;
    std::vector<std::int64_t> shape;
    const std::byte* data = nullptr;
};
// Atomic. Error(File): full disk, unwritable folder.
void writeSafetensors(const std::string& path, const std::vector<TensorToWrite>& tensors,
                      const std::map<std::string, std::string>& metadata);

}  // namespace duo::io
