#include "io/scratch_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "base/error.h"

namespace duo::io {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& folder, std::uint64_t bytes, int error) {
    throw Error(ErrorKind::File,
                "The temporary folder '" + folder.string() + "' has no room for " +
                    std::to_string(bytes >> 20) + " MiB: " + std::strerror(error) + ".",
                "Free some space, or set TMPDIR to a folder on a larger disk.");
}

}  // namespace

ScratchFile::ScratchFile(std::uint64_t bytes) : size_(bytes) {
    if (bytes == 0) return;
    const std::filesystem::path folder = std::filesystem::temp_directory_path();
    std::string name = (folder / "duoscale-XXXXXX").string();
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) refuse(folder, bytes, errno);
    ::unlink(name.c_str());
    int error = ::posix_fallocate(file, 0, static_cast<off_t>(bytes));
    void* address = MAP_FAILED;
    if (error == 0) {
        address = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (address == MAP_FAILED) error = errno;
    }
    ::close(file);  // the mapping keeps it
    if (error != 0) refuse(folder, bytes, error);
    data_ = static_cast<std::byte*>(address);
}

ScratchFile::~ScratchFile() {
    if (data_ != nullptr) ::munmap(data_, size_);
}

}  // namespace duo::io
