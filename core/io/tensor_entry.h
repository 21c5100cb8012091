// A tensor as it lies in a mapped file, before any tensor library sees it.
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
    std::vector<std::int64_t> strides;  // in elements; row-major unless the file says otherwise
    const std::byte* data = nullptr;    // first element; lives as long as the TensorFile
    std::int64_t elements() const;
    bool contiguous() const;
};

std::string shapeText(const std::vector<std::int64_t>& shape);  // "[2, 3]"

// Copies elements [first, first + count) in row-major order, whatever the strides and the alignment
// of the source; out has room for count * elementBytes(tensor.dtype).
void copyRowMajor(const TensorEntry& tensor, std::int64_t first, std::int64_t count,
                  std::byte* out);

// Gives the pages of a mapping that hold these bytes back to the system, those at both ends whole:
// a neighbour there is read again when touched, as the bytes themselves are. mapped: all of the
// mapping; bytes that lie elsewhere are left alone.
void releasePages(std::span<const std::byte> mapped, std::span<const std::byte> bytes);

// An opened weight file: its tensors by name, in place. Keeps the mapping alive.
struct TensorFile {
    std::string path;
    std::string format;                          // "safetensors", "torch zip", "torch legacy"
    std::map<std::string, TensorEntry> tensors;  // flat names, nested dicts joined by '.'
    std::map<std::string, std::string>
        metadata;  // safetensors __metadata__, plain values of a pickle's top level
    std::shared_ptr<const void> mapping;
    std::span<const std::byte> mapped;  // the bytes of mapping; empty for tensors in plain memory

    // Gives the tensor's pages back to the system; they are read again when touched. Keeps the
    // resident size of a load at the weights loaded, not those plus the file.
    void releasePages(const TensorEntry& tensor) const;
};

// Tells the format by content (never by suffix) and reads the directory of tensors; no weights are
// copied. Errors: Error(File) unreadable; Error(Checkpoint) truncated, corrupt, hostile (refused
// pickle global by name), unknown.
TensorFile openTensorFile(const std::string& path);

// One tensor to write; data must stay valid during the call, row-major.
struct TensorToWrite {
    std::string name;
    DType dtype = DType::Float32;
    std::vector<std::int64_t> shape;
    const std::byte* data = nullptr;
};
// Writes to a temporary name, syncs, renames. Errors: Error(File) (full disk, unwritable folder).
void writeSafetensors(const std::string& path, const std::vector<TensorToWrite>& tensors,
                      const std::map<std::string, std::string>& metadata);

}  // namespace duo::io
