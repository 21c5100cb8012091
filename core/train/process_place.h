// This process's rank among those that train together, from the usual launcher variables (set by
// torchrun or by hand).
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace duo::train {

struct ProcessPlace {
    int rank = 0;         // 0 … count - 1; 0 is the leader
    int count = 1;        // number of processes
    int localRank = -1;   // rank on this machine, which selects the GPU; -1: unknown
    std::string address;  // where the leader listens
    int port = 0;
    bool launcherListens = false;  // the launcher listens instead of the leader, as with torchrun
    std::string attempt;  // the launcher's attempt; it restarts all processes after a failure
    std::chrono::seconds patience;  // how long other processes may take to answer
};

// A variable's value, or null.
using Environment = std::function<const char*(const char* name)>;

// Reads RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT; without all four, a process trains alone.
// Optional: LOCAL_RANK and DUOSCALE_PEER_TIMEOUT, in seconds. Error(Usage) names a missing or
// invalid variable.
ProcessPlace findPlace(const Environment& environment);

}  // namespace duo::train
