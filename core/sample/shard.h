// The part of a sampling run that this process makes, from --shard, Slurm or torchrun.
#pragma once

#include <functional>
#include <string>

namespace duo::sample {

struct Shard {
    int index = 0;  // 0 … count - 1
    int count = 1;
    int localRank = -1;  // torchrun's rank on this machine chooses the GPU; -1: any GPU
    std::string source;  // where the part comes from, for messages; empty: one process makes all
};

// A variable's value, or null.
using Environment = std::function<const char*(const char* name)>;

// option: "i/n" with i from 0, or empty. An empty option takes the part from a Slurm array
// (SLURM_ARRAY_TASK_ID, _COUNT, _MIN, _STEP) and torchrun (RANK, WORLD_SIZE). With both, the ranks
// of torchrun divide the part of their array task. Error(Usage) for values that make no sense.
Shard findShard(const std::string& option, const Environment& environment);

}  // namespace duo::sample
