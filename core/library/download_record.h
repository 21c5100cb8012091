// downloads.json of a model folder: where its files came from and what they should be.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace duo {

struct DownloadEntry {
    std::string source;  // address that the file came from
    std::string sha256;  // of the file, also of one that was converted after its arrival
    std::int64_t bytes = 0;
    std::string checkedBy;  // "server", "catalogue", or empty: nothing to compare with
    std::string converted;  // "bf16", "int8", or empty: as published
};

// By file name. Empty if the folder has no record or the record cannot be read.
std::map<std::string, DownloadEntry> readDownloads(const std::string& folder);

// Adds, replaces (entry) or removes (nullopt) one file's entry. Two programs may do so at once.
// Error(File).
void recordDownload(const std::string& folder, const std::string& file,
                    const std::optional<DownloadEntry>& entry);

}  // namespace duo
