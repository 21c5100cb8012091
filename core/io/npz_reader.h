// Reads NumPy's .npz in place: the file is mapped, so memory does not grow with the archive.
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
    // Error(File): missing, compressed, a type outside NpyType, Fortran order, or a byte count that
    // does not match the shape.
    Array array(const std::string& name) const;

  private:
    [[noreturn]] void refuse(const std::string& name, const std::string& reason) const;

    std::unique_ptr<MappedFile> file_;
    std::unique_ptr<ZipDirectory> directory_;
};

}  // namespace duo::io
