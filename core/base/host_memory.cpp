#include "base/host_memory.h"

#include <unistd.h>

#include <fstream>
#include <string>

namespace duo {

std::int64_t availableHostMemory() {
    std::ifstream file("/proc/meminfo");
    std::string key, unit;
    for (std::int64_t kibibytes = 0; file >> key >> kibibytes;) {
        if (key == "MemAvailable:") return kibibytes * 1024;
        std::getline(file, unit);
    }
    return 0;
}

std::int64_t physicalHostMemory() {
    return std::int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGE_SIZE);
}

}  // namespace duo
