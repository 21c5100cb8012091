// An atomic file write.
// The file is written under a temporary name in the target's folder, synced, then renamed.
#pragma once

#include <cstddef>
#include <string>

namespace duo::io {

class AtomicFile {
  public:
    // Opens the temporary file. Error(File): the folder is missing or not writable; the target is a
    // folder, a device or a pipe.
    explicit AtomicFile(std::string path);
    // Removes the temporary file unless it was committed.
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    // Error(File): disk full, quota, device errors.
    void write(const void* data, std::size_t bytes);
    // Syncs the file, renames it to its target and syncs the folder.
    void commit();

  private:
    std::string path_;
    std::string folder_;
    std::string temporary_;
    int fd_ = -1;
};

// Opens, writes and commits.
void writeFileAtomically(const std::string& path, const void* data, std::size_t bytes);

// Writes all bytes to an open descriptor. path names the file in Error(File).
void writeFully(int fd, const void* data, std::size_t bytes, const std::string& path);

}  // namespace duo::io
