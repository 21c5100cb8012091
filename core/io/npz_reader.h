// Reads NumPy's .npz. A stored array is used in place from the mapped file, so an archive of any
// size needs no memory; a compressed one is unpacked once into a scratch file.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "io/npz.h"

namespace duo::io {

class ZipDirectory;
class MappedFile;
class ScratchFile;

class NpzFile {
  public:
    // Error(File): missing. Error(Checkpoint): not a ZIP archive.
    explicit NpzFile(const std::string& path);
    ~NpzFile();

    struct Array {
        NpyType type = NpyType::UInt8;
        std::vector<std::int64_t> shape;
        std::span<const std::byte> data;  // row-major, little-endian; valid while the NpzFile lives
    };
    const std::string& path() const;
    bool has(const std::string& name) const;  // numpy.load's name, without ".npy"
    std::vector<std::string> names() const;
    // Safe from many threads. Error(File): absent, damaged, another type than NpyType has, Fortran
    // order, more or fewer bytes than its shape, no room to unpack it.
    Array array(const std::string& name) const;

  private:
    [[noreturn]] void refuse(const std::string& name, const std::string& reason) const;
    std::span<const std::byte> entryBytes(const std::string& name) const;
    std::unique_ptr<ScratchFile> unpack(const std::string& name) const;

    std::unique_ptr<MappedFile> file_;
    std::unique_ptr<ZipDirectory> directory_;
    mutable std::mutex mutex_;  // of unpacked_
    mutable std::map<std::string, std::unique_ptr<ScratchFile>> unpacked_;
};

}  // namespace duo::io
