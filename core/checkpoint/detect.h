// Shared by the two detectors: required tensors, and the final comparison with the tensors of the
// detected geometry.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checkpoint/geometry.h"

namespace duo {

// One model's tensors, with the model's name for errors.
class TensorCensus {
  public:
    // title: "VAR" or "VQ-VAE"
    TensorCensus(const CheckpointFile& checkpoint, std::string title)
        : checkpoint_(checkpoint), title_(std::move(title)) {}

    bool has(const std::string& name) const { return checkpoint_.file.tensors.contains(name); }
    // The shape of a required tensor of this rank, with all sides between 1 and 2^24.
    const std::vector<std::int64_t>& shape(const std::string& name, std::size_t rank) const;
    int side(const std::string& name, std::size_t rank, std::size_t dimension) const;
    // Counts prefix + "0" + suffix, prefix + "1" + suffix, … up to the first gap.
    int count(const std::string& prefix, const std::string& suffix) const;
    // Error(Checkpoint) unless the file's tensors are exactly those of specs: none missing, extra,
    // misshapen, or of an integer type (except int8 matrices with their scales).
    void requireExactly(const std::vector<TensorSpec>& specs) const;
    [[noreturn]] void refuse(const std::string& reason, const std::string& hint = {}) const;

    const CheckpointFile& checkpoint() const { return checkpoint_; }

  private:
    std::string requireRowScale(const TensorSpec& matrix) const;  // -> its name

    const CheckpointFile& checkpoint_;
    std::string title_;
};

}  // namespace duo
