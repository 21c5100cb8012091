// Everything needed to resume a run exactly, as one safetensors file.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <map>
#include <string>

#include "train/parameters.h"
#include "train/process_group.h"

namespace duo::train {

struct TrainingState {
    std::string source = "memory";  // names the file in errors
    std::map<std::string, at::Tensor> tensors;
    std::map<std::string, std::string> values;

    void setNumber(const std::string& key, std::int64_t value);
    void setReal(const std::string& key, double value);  // preserves every bit
    // Error(Checkpoint): the key is missing or not a number.
    std::int64_t number(const std::string& key) const;
    double real(const std::string& key) const;
    const std::string& text(const std::string& key) const;
    // Copies the stored values into an existing tensor of the same shape; Error(Checkpoint)
    // otherwise.
    void copyInto(const std::string& name, const at::Tensor& target) const;
    void put(const std::string& prefix, const NamedTensors& tensors);
    void copyInto(const std::string& prefix, const NamedTensors& targets) const;
};

// Returns the leader's state, given each process's own. Error(Usage): the tensors differ, because
// the processes have different options.
TrainingState leadersState(const ProcessGroup& group, const TrainingState& own);

// Atomic. Error(File).
void saveTrainingState(const std::string& path, const TrainingState& state);
// Error(File), Error(Checkpoint).
TrainingState loadTrainingState(const std::string& path);

}  // namespace duo::train
