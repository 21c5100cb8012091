// A file that is arriving: FILE.part beside its target, and FILE.part.json with what is known of
// the whole. Both stay if the program ends, so that the next one continues.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "fetch/sha256.h"

namespace duo::fetch {

// The file on the server that the part belongs to, as the server described it.
struct PartFacts {
    std::string url;
    std::string etag, lastModified;  // as sent, or empty
    std::string sha256;              // as the server announced it, or empty
    std::optional<std::int64_t> total;
    bool operator==(const PartFacts&) const = default;
};

class PartFile {
  public:
    // Opens or creates the part of this target and reads what is there (stop: Error(Cancelled)).
    // Error(File): the folder cannot be written, or another program downloads the same file.
    PartFile(std::string target, const std::stop_token& stop);
    ~PartFile();  // keeps the part; removes an empty one
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    const std::string& target() const { return target_; }
    std::int64_t bytes() const { return bytes_; }
    const PartFacts& facts() const { return facts_; }
    // All bytes are there, as far as the whole size is known.
    bool isComplete() const { return facts_.total && bytes_ == *facts_.total; }

    void setFacts(PartFacts facts);                    // and writes them
    void append(const void* data, std::size_t bytes);  // Error(File): disk full, file too large
    void rewind();                                     // empty again, without facts
    std::string digest() const { return sha_.digest(); }
    void commit();   // syncs, renames to the target, removes the facts
    void discard();  // removes both files

  private:
    void lock();
    void readFacts();
    void hashWhatIsThere(const std::stop_token& stop);
    std::string partPath() const { return target_ + ".part"; }
    std::string factsPath() const { return target_ + ".part.json"; }

    std::string target_;
    int fd_ = -1;
    std::int64_t bytes_ = 0;
    Sha256 sha_;
    PartFacts facts_;
};

// Bytes of the part of this target; 0 if there is none.
std::int64_t partBytes(const std::string& target);
// Removes the part of this target and its facts, if they are there.
void removePart(const std::string& target);

}  // namespace duo::fetch
