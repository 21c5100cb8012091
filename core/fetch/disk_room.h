// Whether a download fits onto the disk.
#pragma once

#include <cstdint>
#include <string>

namespace duo::fetch {

// Bytes that a person may still write into the folder, or into the nearest folder above it that
// exists; nothing is known: the largest number.
std::int64_t freeBytes(const std::string& folder);

// Error(File) with both numbers if `bytes` do not fit and leave 64 MiB. what: "'var_d30.pth'".
void requireRoom(const std::string& folder, std::int64_t bytes, const std::string& what);

// "8.0 GB", "436 MB", "12 kB": decimal, as the sites of downloads give sizes.
std::string sizeText(std::int64_t bytes);

}  // namespace duo::fetch
