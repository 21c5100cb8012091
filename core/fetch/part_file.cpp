#include "fetch/part_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/error.h"
#include "base/stop.h"
#include "io/atomic_file.h"

namespace duo::fetch {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannotOpen(const std::string& path, int error) {
    throw Error(ErrorKind::File,
                "The file '" + path + "' cannot be written: " + std::strerror(error) + ".",
                "Choose a folder that you can write to.");
}

[[noreturn]] void cannotAppend(const std::string& path, int error) {
    const std::string start = "'" + path + "' cannot grow: ";
    const std::string kept = " What arrived is kept: the same download continues.";
    switch (error) {
        case ENOSPC:
        case EDQUOT:
            throw Error(ErrorKind::File, start + "the disk is full.",
                        "Free some space, or choose a folder on another disk." + kept);
        case EFBIG:
            throw Error(ErrorKind::File, start + "the file system takes no larger file.",
                        "Choose a folder on another disk (FAT32 takes 4 GB at most)." + kept);
        default:
            throw Error(ErrorKind::File, start + std::strerror(error) + ".", kept.substr(1));
    }
}

}  // namespace

PartFile::PartFile(std::string target, const std::stop_token& stop) : target_(std::move(target)) {
    std::error_code failed;
    if (const fs::path folder = fs::path(target_).parent_path(); !folder.empty()) {
        fs::create_directories(folder, failed);
        if (failed) {
            throw Error(
                ErrorKind::File,
                "The folder '" + folder.string() + "' cannot be made: " + failed.message() + ".",
                "Choose a folder that you can write to.");
        }
    }
    lock();
    readFacts();
    hashWhatIsThere(stop);
}

PartFile::~PartFile() {
    if (fd_ < 0) return;
    if (bytes_ == 0) removePart(target_);
    ::close(fd_);
}

// Another program may have finished and renamed the file between open and flock: then the lock is
// on a file that has no name any more, or another one.
void PartFile::lock() {
    for (;;) {
        fd_ = ::open(partPath().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (fd_ < 0) cannotOpen(partPath(), errno);
        if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
            ::close(std::exchange(fd_, -1));
            throw Error(ErrorKind::File,
                        "Another program is downloading '" + target_ + "' at this moment.",
                        "Wait until it has finished, or end it.");
        }
        struct stat mine, named;
        if (::fstat(fd_, &mine) == 0 && ::stat(partPath().c_str(), &named) == 0 &&
            mine.st_ino == named.st_ino && mine.st_dev == named.st_dev) {
            return;
        }
        ::close(std::exchange(fd_, -1));
    }
}

void PartFile::readFacts() {
    std::ifstream file(factsPath());
    const auto json = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) return;
    const auto text = [&](const char* key) {
        const auto found = json.find(key);
        return found != json.end() && found->is_string() ? found->get<std::string>() : "";
    };
    facts_ = {text("url"), text("etag"), text("lastModified"), text("sha256"), {}};
    const auto total = json.find("bytes");
    if (total != json.end() && total->is_number_unsigned())
        facts_.total = total->get<std::int64_t>();
}

// Bytes without facts belong to nobody knows what.
void PartFile::hashWhatIsThere(const std::stop_token& stop) {
    if (facts_.url.empty()) return rewind();
    std::vector<char> piece(1 << 20);
    for (;;) {
        requireNoStop(stop, "The download");
        const ssize_t count = ::read(fd_, piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) cannotOpen(partPath(), errno);
        if (count == 0) break;
        sha_.add(piece.data(), static_cast<std::size_t>(count));
        bytes_ += count;
    }
    if (facts_.total && bytes_ > *facts_.total) rewind();
}

void PartFile::setFacts(PartFacts facts) {
    if (facts == facts_) return;
    facts_ = std::move(facts);
    nlohmann::json json{{"url", facts_.url},
                        {"etag", facts_.etag},
                        {"lastModified", facts_.lastModified},
                        {"sha256", facts_.sha256}};
    if (facts_.total) json["bytes"] = *facts_.total;
    const std::string text =
        json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    io::writeFileAtomically(factsPath(), text.data(), text.size());
}

void PartFile::append(const void* data, std::size_t bytes) {
    const auto* from = static_cast<const char*>(data);
    while (bytes > 0) {
        const ssize_t count = ::write(fd_, from, bytes);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) cannotAppend(partPath(), count < 0 ? errno : ENOSPC);
        sha_.add(from, static_cast<std::size_t>(count));
        bytes_ += count, from += count, bytes -= static_cast<std::size_t>(count);
    }
}

void PartFile::rewind() {
    if (::ftruncate(fd_, 0) != 0 || ::lseek(fd_, 0, SEEK_SET) != 0) cannotOpen(partPath(), errno);
    bytes_ = 0;
    sha_ = {};
    facts_ = {};
}

void PartFile::commit() {
    if (::fsync(fd_) != 0) cannotAppend(partPath(), errno);
    if (::rename(partPath().c_str(), target_.c_str()) != 0) cannotOpen(target_, errno);
    std::error_code none;
    fs::remove(factsPath(), none);
    ::close(std::exchange(fd_, -1));
}

void PartFile::discard() {
    removePart(target_);
    ::close(std::exchange(fd_, -1));
}

std::int64_t partBytes(const std::string& target) {
    std::error_code absent;
    const std::uintmax_t bytes = fs::file_size(target + ".part", absent);
    return absent ? 0 : static_cast<std::int64_t>(bytes);
}

void removePart(const std::string& target) {
    std::error_code none;
    fs::remove(target + ".part", none);
    fs::remove(target + ".part.json", none);
}

}  // namespace duo::fetch
