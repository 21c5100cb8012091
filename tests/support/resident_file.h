// What mapped files take of the memory right now.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

namespace duo::test {

// Resident pages of files, in bytes; -1 where the system does not tell.
inline std::int64_t residentFileBytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::int64_t kibibytes = 0;
        if (word == "RssFile:" && status >> kibibytes) return kibibytes * 1024;
    }
    return -1;
}

}  // namespace duo::test
