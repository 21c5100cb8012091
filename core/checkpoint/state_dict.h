// Weights by published name as tensors on their device: the seam between files and models.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <map>
#include <stop_token>
#include <string>

#include "checkpoint/digest.h"
#include "checkpoint/geometry.h"
#include "checkpoint/weight_pages.h"

namespace duo {

class StateDict {
  public:
    StateDict() = default;
    StateDict(std::string source, std::map<std::string, at::Tensor> tensors)
        : source_(std::move(source)), tensors_(std::move(tensors)) {}

    // Moves a tensor out; every name is taken once. Error(Checkpoint) naming source and tensor
    // where it is absent.
    at::Tensor take(const std::string& name);
    void put(const std::string& name, at::Tensor tensor) { tensors_[name] = std::move(tensor); }
    const std::map<std::string, at::Tensor>& tensors() const { return tensors_; }
    const std::string& source() const { return source_; }
    std::int64_t bytes() const;
    // Of tensors that stay in their file; null where none does.
    const std::shared_ptr<const WeightPages>& pages() const { return pages_; }
    void keepPages(std::shared_ptr<const WeightPages> pages) { pages_ = std::move(pages); }

  private:
    std::string source_ = "memory";
    std::map<std::string, at::Tensor> tensors_;
    std::shared_ptr<const WeightPages> pages_;
};

struct LoadOptions {
    at::ScalarType dtype =
        at::kFloat;  // of matrices and convolutions; embeddings, scales and the codebook stay fp32
    // The matrices of a VAR's products become int8, each with its scale beside it (rowScaleName).
    bool int8 = false;
    at::Device device = at::kCPU;
    std::function<void(double fraction)> progress;  // may be empty
    std::stop_token stop;                           // Error(Cancelled) between tensors
    // Nothing is copied that has its type in the file already; Error(Checkpoint) where a matrix has
    // not. For the CPU.
    bool inFile = false;
};

// Converts tensor by tensor from the mapping: peak memory is the target weights plus one tensor.
StateDict loadStateDict(const CheckpointFile& checkpoint, const std::vector<TensorSpec>& specs,
                        const LoadOptions& options);
// Whether inFile could load all of these.
bool liesReady(const CheckpointFile& checkpoint, const std::vector<TensorSpec>& specs,
               at::ScalarType dtype);
// Writes safetensors with the given metadata; dtype converts floating-point tensors.
void saveStateDict(const std::string& path, const std::map<std::string, at::Tensor>& tensors,
                   at::ScalarType dtype, const std::map<std::string, std::string>& metadata);

}  // namespace duo
