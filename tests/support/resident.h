// Current resident memory of this process, in bytes; -1 if the system does not report it.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

namespace duo::test {

// entry: a name in /proc/self/status, with its colon.
inline std::int64_t residentBytes(const char* entry) {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::int64_t kibibytes = 0;
        if (word == entry && status >> kibibytes) return kibibytes * 1024;
    }
    return -1;
}

inline std::int64_t residentFileBytes() {
    return residentBytes("RssFile:");
}

// Anonymous memory: allocated and written.
inline std::int64_t residentOwnBytes() {
    return residentBytes("RssAnon:");
}

}  // namespace duo::test
