// Reads NumPy's .npz in place: the file is mapped, so an archive of any size needs no memory.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "io/npz.h"

namespace duo::io {

class ZipDirectory;
class MappedFile;

class NpzFile {
  public:
    // Error(File) where it is absent; Error(Checkpoint) where it is no ZIP archive.
    explicit NpzFile(const std::string& path);
    ~NpzFile();

    struct Array {
        NpyType type = NpyType::UInt8;
        std::vector<std::int64_t> shape;
        std::span<const std::byte> data;  // row-major, little-endian; lives as long as the NpzFile
    };
    const std::string& path() const;
    bool has(const std::string& name) const;  // as numpy.load knows it, without ".npy"
    std::vector<std::string> names() const;
    // Error(File): absent, compressed, another type than NpyType has, Fortran order, more or fewer
    // bytes than its shape.
    Array array(const std::string& name) const;

  private:
    [[noreturn]] void refuse(const std::string& name, const std::string& reason) const;

    std::unique_ptr<MappedFile> file_;
    std::unique_ptr<ZipDirectory> directory_;
};

}  // namespace duo::io
