// NumPy's .npz: named arrays as .npy entries of an uncompressed ZIP archive. Written front to back
// in constant memory, always with the ZIP64 extensions.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace duo::io {

enum class NpyType { UInt8, Int32, Int64, Float32, Float64 };
std::size_t itemBytes(NpyType type);

class NpzWriter {
  public:
    // Takes the archive's bytes in order. Its exceptions pass through and leave the writer
    // unusable.
    using Sink = std::function<void(const void* data, std::size_t bytes)>;
    explicit NpzWriter(Sink sink) : sink_(std::move(sink)) {}

    // Ends the previous array and begins a row-major one under numpy.load's name. Error(Internal):
    // the previous array did not get as many bytes as its shape needs.
    void beginArray(const std::string& name, NpyType type, const std::vector<std::int64_t>& shape);
    // The next bytes of the array, little-endian.
    void write(const void* data, std::size_t bytes);
    // Ends the last array and the archive.
    void finish();

  private:
    struct Entry {
        std::string name;
        std::uint64_t offset = 0;  // of the entry's local header
        std::uint64_t bytes = 0;   // includes the .npy header
        std::uint32_t crc = 0;
    };
    void endArray();
    void emit(std::string_view bytes);
    void writeDirectory();

    Sink sink_;
    std::vector<Entry> entries_;
    std::uint64_t position_ = 0;   // bytes emitted
    std::uint64_t remaining_ = 0;  // bytes that the open array still needs
    bool open_ = false;
};

}  // namespace duo::io
