// NumPy's .npz: named arrays as .npy entries of an uncompressed ZIP archive. Written front to back,
// so that an archive of any size needs no memory; always with the 64-bit extensions.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace duo::io {

enum class NpyType { UInt8, Int64, Float32, Float64 };
std::size_t itemBytes(NpyType type);

class NpzWriter {
  public:
    // Takes the archive's bytes in order. What it throws passes through, and the writer is of no
    // use after that.
    using Sink = std::function<void(const void* data, std::size_t bytes)>;
    explicit NpzWriter(Sink sink) : sink_(std::move(sink)) {}

    // Begins an array, row-major; numpy.load knows it by its name. Ends the one before.
    // Error(Internal) where that one got another number of bytes than its shape has.
    void beginArray(const std::string& name, NpyType type, const std::vector<std::int64_t>& shape);
    // The next bytes of the array; numbers in the machine's order, which is little-endian.
    void write(const void* data, std::size_t bytes);
    // Ends the last array and the archive.
    void finish();

  private:
    struct Entry {
        std::string name;
        std::uint64_t offset = 0;  // of its local header
        std::uint64_t bytes = 0;   // with the .npy header
        std::uint32_t crc = 0;
    };
    void endArray();
    void emit(std::string_view bytes);
    void writeDirectory();

    Sink sink_;
    std::vector<Entry> entries_;
    std::uint64_t position_ = 0;   // bytes emitted
    std::uint64_t remaining_ = 0;  // bytes that the array at work lacks
    bool open_ = false;
};

}  // namespace duo::io
