// Where this process stands among those that train together, by the usual variables of launchers:
// torchrun sets them, or a person does.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace duo::train {

struct ProcessPlace {
    int rank = 0;         // 0 … count - 1; 0 leads
    int count = 1;        // of all processes; 1: this one trains alone
    int localRank = -1;   // on this machine: which GPU is ours; -1: no matter
    std::string address;  // where the leader listens
    int port = 0;
    bool launcherListens = false;   // there instead of the leader, as torchrun does
    std::string attempt;            // of the launcher, which starts all again where one failed
    std::chrono::seconds patience;  // how long the others may be silent
};

// A variable's value, or null.
using Environment = std::function<const char*(const char* name)>;

// RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT; without any of them a process trains alone.
// LOCAL_RANK and DUOSCALE_PEER_TIMEOUT, in seconds, may be given. Error(Usage) names the variable
// that is missing or makes no sense.
ProcessPlace findPlace(const Environment& environment);

}  // namespace duo::train
