#include "io/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/error.h"

namespace duo::io {
namespace {

[[noreturn]] void cannotCreate(const std::string& path, const std::string& folder, int error) {
    const std::string start = "The file '" + path + "' cannot be written: ";
    const std::string hint = "Choose another folder.";
    switch (error) {
        case ENOENT:
            throw Error(ErrorKind::File, start + "there is no folder '" + folder + "'.",
                        "Create the folder or choose another.");
        case ENOTDIR:
            throw Error(ErrorKind::File, start + "'" + folder + "' is not a folder.", hint);
        case EACCES:
        case EPERM:
            throw Error(ErrorKind::File,
                        start + "no permission to write into the folder '" + folder + "'.", hint);
        case EROFS:
            throw Error(ErrorKind::File,
                        start + "the folder '" + folder + "' lies on a read-only disk.", hint);
        default:
            throw Error(ErrorKind::File, start + std::strerror(error) + ".", hint);
    }
}

[[noreturn]] void cannotWrite(const std::string& path, int error) {
    const std::string end = " while '" + path + "' was being written; nothing was kept of it.";
    switch (error) {
        case ENOSPC:
            throw Error(ErrorKind::File, "The disk became full" + end,
                        "Free some space or choose another folder.");
        case EDQUOT:
            throw Error(ErrorKind::File, "Your disk quota was used up" + end,
                        "Free some space or choose another folder.");
        case EFBIG:
            throw Error(ErrorKind::File, "The limit on the size of a file was reached" + end,
                        "Raise the limit (ulimit -f) or choose another disk.");
        default:
            throw Error(ErrorKind::File,
                        std::string("The disk reported '") + std::strerror(error) + "'" + end);
    }
}

// Short, so that a target name of the maximum legal length still gets a temporary name.
std::string temporaryName(const std::string& folder) {
    static std::atomic<unsigned> counter{0};
    return folder + "/.duoscale-" + std::to_string(::getpid()) + "-" +
           std::to_string(counter.fetch_add(1)) + ".part";
}

// A rename would replace a device or a pipe with a plain file.
void requirePlainTarget(const std::string& path) {
    std::error_code none;
    const std::filesystem::file_status status = std::filesystem::status(path, none);
    if (!std::filesystem::exists(status) || std::filesystem::is_regular_file(status)) return;
    throw Error(ErrorKind::File,
                "The file '" + path + "' cannot be written: " +
                    (std::filesystem::is_directory(status) ? "a folder has that name."
                                                           : "it is a device or a pipe."),
                "Give the name of a plain file.");
}

std::string folderOf(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

}  // namespace

void writeFully(int fd, const void* data, std::size_t bytes, const std::string& path) {
    constexpr std::size_t kPiece = std::size_t{1} << 30;  // Linux write() stops at 2 GiB
    const auto* from = static_cast<const char*>(data);
    while (bytes > 0) {
        const ssize_t written = ::write(fd, from, std::min(bytes, kPiece));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) cannotWrite(path, written < 0 ? errno : ENOSPC);
        from += written;
        bytes -= static_cast<std::size_t>(written);
    }
}

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)), folder_(folderOf(path_)) {
    requirePlainTarget(path_);
    do {
        temporary_ = temporaryName(folder_);
        fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    } while (fd_ < 0 && (errno == EEXIST || errno == EINTR));
    if (fd_ < 0) cannotCreate(path_, folder_, errno);
}

AtomicFile::~AtomicFile() {
    if (fd_ >= 0) ::close(fd_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::write(const void* data, std::size_t bytes) {
    writeFully(fd_, data, bytes, path_);
}

void AtomicFile::commit() {
    if (::fsync(fd_) != 0) cannotWrite(path_, errno);
    const int closed = ::close(fd_);
    fd_ = -1;
    if (closed != 0 && errno != EINTR) cannotWrite(path_, errno);
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
        if (errno == EISDIR || errno == ENOTEMPTY || errno == EEXIST) {
            throw Error(ErrorKind::File,
                        "The file '" + path_ + "' cannot be written: a folder has that name.");
        }
        cannotCreate(path_, folder_, errno);
    }
    temporary_.clear();
    // The file is complete here; some file systems cannot sync folders.
    const int folder = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
}

void writeFileAtomically(const std::string& path, const void* data, std::size_t bytes) {
    AtomicFile file(path);
    file.write(data, bytes);
    file.commit();
}

}  // namespace duo::io
