// Working memory that the system can write out to disk: an unnamed file in the folder for temporary
// files, mapped. It vanishes with this object, also where the program is killed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace duo::io {

class ScratchFile {
  public:
    // Reserves the space at once. Error(File): the folder is not writable or the disk is full.
    explicit ScratchFile(std::uint64_t bytes);
    ~ScratchFile();
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    std::span<std::byte> bytes() const { return {data_, size_}; }

  private:
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace duo::io
