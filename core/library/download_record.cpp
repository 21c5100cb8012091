#include "library/download_record.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "io/atomic_file.h"

namespace duo {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* kRecordFile = "downloads.json";

// Holds other programs off the record; a file system without locks leaves it at that.
class FolderLock {
  public:
    explicit FolderLock(const std::string& folder)
        : fd_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        if (fd_ >= 0) ::flock(fd_, LOCK_EX);
    }
    ~FolderLock() {
        if (fd_ >= 0) ::close(fd_);
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

  private:
    int fd_;
};

Json readRecord(const std::string& folder) {
    std::ifstream file(fs::path(folder) / kRecordFile);
    Json json = Json::parse(file, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) json = Json::object();
    if (!json["files"].is_object()) json["files"] = Json::object();
    json["version"] = 1;
    return json;
}

std::string textOf(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Json toJson(const DownloadEntry& entry) {
    return {{"source", entry.source},
            {"sha256", entry.sha256},
            {"bytes", entry.bytes},
            {"checkedBy", entry.checkedBy},
            {"converted", entry.converted}};
}

}  // namespace

std::map<std::string, DownloadEntry> readDownloads(const std::string& folder) {
    std::map<std::string, DownloadEntry> entries;
    const Json record = readRecord(folder);
    for (const auto& [file, json] : record["files"].items()) {
        if (!json.is_object()) continue;
        const auto bytes = json.find("bytes");
        entries[file] = {
            textOf(json, "source"), textOf(json, "sha256"),
            bytes != json.end() && bytes->is_number_integer() ? bytes->get<std::int64_t>() : 0,
            textOf(json, "checkedBy"), textOf(json, "converted")};
    }
    return entries;
}

void recordDownload(const std::string& folder, const std::string& file,
                    const std::optional<DownloadEntry>& entry) {
    const FolderLock lock(folder);
    Json record = readRecord(folder);
    if (entry) {
        record["files"][file] = toJson(*entry);
    } else if (record["files"].erase(file) == 0) {
        return;
    }
    const std::string text = record.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    io::writeFileAtomically((fs::path(folder) / kRecordFile).string(), text.data(), text.size());
}

}  // namespace duo
