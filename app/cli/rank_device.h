// One GPU for each process of a machine.
#pragma once

#include <string>

namespace duo::cli {

// asked: as for resolveDevice. localRank: number of this process on this machine, or -1. If `asked`
// is auto or cuda and localRank is given: that GPU, or the CPU if there is none. Otherwise `asked`.
std::string deviceOfRank(const std::string& asked, int localRank);

}  // namespace duo::cli
