// Processes of one machine take one GPU each.
#pragma once

#include <string>

namespace duo::cli {

// asked: as for resolveDevice. localRank: this process on this machine, -1 where it does not
// matter. -> the GPU of that number where any GPU would do and there is one, else what was asked.
std::string deviceOfRank(const std::string& asked, int localRank);

}  // namespace duo::cli
