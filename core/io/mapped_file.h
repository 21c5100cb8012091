// A file mapped read-only into memory: pages are read on first use and can be released again.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace duo::io {

class MappedFile {
  public:
    // Error(File): missing, a folder, not readable. An empty file maps to an empty span.
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

// The little-endian number at the start of bytes, which must hold sizeof(T); any alignment.
template <typename T>
T loadLittle(const std::byte* bytes) {
    T value{};
    __builtin_memcpy(&value, bytes, sizeof(T));  // supported machines are little-endian
    return value;
}

}  // namespace duo::io
