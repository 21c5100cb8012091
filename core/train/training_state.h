// Everything a run needs to go on as if it had never stopped, as one safetensors file.
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
    void setReal(const std::string& key, double value);  // keeps every bit
    // Error(Checkpoint) where the key is absent or no number.
    std::int64_t number(const std::string& key) const;
    double real(const std::string& key) const;
    const std::string& text(const std::string& key) const;
    // Writes the stored values into an existing tensor of the same shape; Error(Checkpoint)
    // otherwise.
    void copyInto(const std::string& name, const at::Tensor& target) const;
    void put(const std::string& prefix, const NamedTensors& tensors);
    void copyInto(const std::string& prefix, const NamedTensors& targets) const;
};

// The leader's state, from any process's own. Error(Usage) where the two have other tensors, as
// processes of unlike options have.
TrainingState leadersState(const ProcessGroup& group, const TrainingState& own);

// Appears whole or not at all. Error(File).
void saveTrainingState(const std::string& path, const TrainingState& state);
// Error(File), Error(Checkpoint).
TrainingState loadTrainingState(const std::string& path);

}  // namespace duo::train
