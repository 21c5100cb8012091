// Which part of a sampling run this process makes: asked for, or told by Slurm or torchrun.
#pragma once

#include <functional>
#include <string>

namespace duo::cli {

struct Shard {
    int index = 0;  // 0 … count - 1
    int count = 1;
    int localRank = -1;  // of torchrun on this machine: which GPU is ours; -1: no matter
    std::string source;  // what said so, for people; empty: one process makes all
};

// A variable's value, or null.
using Environment = std::function<const char*(const char* name)>;

// option: "i/n" with i from 0, or empty. Without it a Slurm array (SLURM_ARRAY_TASK_ID, _COUNT,
// _MIN, _STEP) and torchrun (RANK, WORLD_SIZE) are asked; where both speak, every task of the array
// is divided among its ranks. Error(Usage) for what makes no sense.
Shard findShard(const std::string& option, const Environment& environment);

}  // namespace duo::cli
