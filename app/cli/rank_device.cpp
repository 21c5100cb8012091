#include "rank_device.h"

#include "engine/device.h"

namespace duo::cli {

std::string deviceOfRank(const std::string& asked, int localRank) {
    if (localRank < 0 || (asked != "auto" && asked != "cuda")) return asked;
    return resolveDevice(asked).is_cuda() ? "cuda:" + std::to_string(localRank) : "cpu";
}

}  // namespace duo::cli
