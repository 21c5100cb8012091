// A file mapped read-only into memory: bytes are paged in when touched and can be let go again.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace duo::io {

class MappedFile {
  public:
    // Error(File): absent, a folder, not readable. An empty file maps to an empty span.
    explicit MappedFile(const std::string& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    const std::string& path() const { return path_; }
    std::span<const std::byte> bytes() const { return {data_, size_}; }

  private:
    std::string path_;
    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

// Little-endian number at the start of bytes, which must be long enough; any alignment.
template <typename T>
T loadLittle(const std::byte* bytes) {
    T value{};
    __builtin_memcpy(&value, bytes, sizeof(T));  // every machine we build for is little-endian
    return value;
}

}  // namespace duo::io
