// Shared by the two detectors: tensors that must be there, and the final comparison with what a
// model of the detected geometry has.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checkpoint/geometry.h"

namespace duo {

// One model's tensors with the words for its errors.
class TensorCensus {
  public:
    // title: "VAR" or "VQ-VAE"
    TensorCensus(const CheckpointFile& checkpoint, std::string title)
        : checkpoint_(checkpoint), title_(std::move(title)) {}

    bool has(const std::string& name) const { return checkpoint_.file.tensors.contains(name); }
    // The shape of a tensor that must be there with so many dimensions, all between 1 and 2^24.
    const std::vector<std::int64_t>& shape(const std::string& name, std::size_t rank) const;
    int side(const std::string& name, std::size_t rank, std::size_t dimension) const;
    // How many of prefix + "0" + suffix, prefix + "1" + suffix, … there are without a gap.
    int count(const std::string& prefix, const std::string& suffix) const;
    // Error(Checkpoint) unless the file's tensors are those of specs: none missing, misshapen, of
    // an integer type (but for int8 matrices with their scales), or left over.
    void requireExactly(const std::vector<TensorSpec>& specs) const;
    [[noreturn]] void refuse(const std::string& reason, const std::string& hint = {}) const;

    const CheckpointFile& checkpoint() const { return checkpoint_; }

  private:
    std::string requireRowScale(const TensorSpec& matrix) const;  // -> its name

    const CheckpointFile& checkpoint_;
    std::string title_;
};

}  // namespace duo
