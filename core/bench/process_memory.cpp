#include "bench/process_memory.h"

#include <fstream>
#include <string>

namespace duo {

std::int64_t peakResidentBytes() {
    std::ifstream status("/proc/self/status");
    for (std::string key; status >> key;) {
        std::int64_t kibibytes = 0;
        if (key == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
        std::getline(status, key);
    }
    return 0;
}

void resetPeakResident() {
    std::ofstream("/proc/self/clear_refs") << 5;
}

}  // namespace duo
