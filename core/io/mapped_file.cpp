#include "io/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace duo::io {
namespace {

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }

  private:
    int fd_;
};

[[noreturn]] void cannotRead(const std::string& path, int error) {
    if (error == ENOENT) {
        throw Error(ErrorKind::File, "There is no file '" + path + "'.",
                    "Check the path; relative paths start at the current folder.");
    }
    throw Error(ErrorKind::File,
                "The file '" + path + "' cannot be read: " + std::strerror(error) + ".");
}

}  // namespace

MappedFile::MappedFile(const std::string& path) : path_(path) {
    // O_NONBLOCK: opening a pipe without a writer must not block before fstat can refuse it.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0) cannotRead(path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) cannotRead(path, errno);
    if (S_ISDIR(status.st_mode)) {
        throw Error(ErrorKind::File, "'" + path + "' is a folder, expected a file.");
    }
    if (!S_ISREG(status.st_mode)) {
        throw Error(ErrorKind::File, "'" + path + "' is a device or pipe, expected a file.");
    }
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ == 0) return;
    void* address = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (address == MAP_FAILED) cannotRead(path, errno);
    data_ = static_cast<const std::byte*>(address);
}

MappedFile::~MappedFile() {
    if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

}  // namespace duo::io
