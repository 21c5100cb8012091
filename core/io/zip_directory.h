// The directory of a ZIP file whose entries are stored uncompressed and used in place, such as a
// .pth file of PyTorch. Supports ZIP64.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "io/mapped_file.h"

namespace duo::io {

class ZipDirectory {
  public:
    // source must outlive this.
    // Error(Checkpoint): truncated, corrupt, split over several files.
    explicit ZipDirectory(const MappedFile& source);

    bool has(const std::string& name) const { return entries_.contains(name); }
    // The bytes of a stored entry. Error(Checkpoint): absent, compressed, encrypted, beyond the
    // file.
    std::span<const std::byte> bytes(const std::string& name) const;
    // The bytes of an entry as the archive holds them, compressed or not. Error(Checkpoint):
    // absent, encrypted, beyond the file.
    std::span<const std::byte> packedBytes(const std::string& name) const;

    struct Entry {
        std::uint64_t headerOffset = 0;
        std::uint64_t size = 0;
        std::uint64_t packedSize = 0;
        std::uint32_t crc = 0;     // CRC-32 of the unpacked bytes
        std::uint16_t method = 0;  // 0 stored, 8 deflate
        std::uint16_t flags = 0;
    };
    const std::map<std::string, Entry>& entries() const { return entries_; }

  private:
    struct Extent {
        std::uint64_t offset, size, entries;
    };
    Extent findDirectory() const;
    Extent readZip64End(std::size_t end) const;
    void readDirectory(const Extent& extent);
    void readZip64Extra(Entry& entry, std::span<const std::byte> extra) const;
    [[noreturn]] void corrupt(const std::string& reason) const;

    const MappedFile& source_;
    std::map<std::string, Entry> entries_;
};

}  // namespace duo::io
