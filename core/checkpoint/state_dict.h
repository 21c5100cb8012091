// Weights by published name as tensors on their device: the interface between files and models.
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

    // Moves a tensor out; each name can be taken once. Error(Checkpoint), naming source and tensor,
    // if it is missing.
    at::Tensor take(const std::string& name);
    void put(const std::string& name, at::Tensor tensor) { tensors_[name] = std::move(tensor); }
    const std::map<std::string, at::Tensor>& tensors() const { return tensors_; }
    const std::string& source() const { return source_; }
    std::int64_t bytes() const;
    // The pages of tensors that stay in their file; null if there are none.
    const std::shared_ptr<const WeightPages>& pages() const { return pages_; }
    void keepPages(std::shared_ptr<const WeightPages> pages) { pages_ = std::move(pages); }

  private:
    std::string source_ = "memory";
    std::map<std::string, at::Tensor> tensors_;
    std::shared_ptr<const WeightPages> pages_;
};

// The tensors of a map or a list of (name, tensor), moved to the device. copy: also copies those
// that are there already.
template <typename Tensors>
StateDict onDevice(const Tensors& tensors, at::Device device, bool copy = false) {
    StateDict moved;
    for (const auto& [name, tensor] : tensors)
        moved.put(name, tensor.to(device, tensor.scalar_type(), /*non_blocking=*/false, copy));
    return moved;
}

struct LoadOptions {
    // The type of matrices and convolutions; embeddings, scales and the codebook stay fp32.
    at::ScalarType dtype = at::kFloat;
    // Rounds the VAR's matrices to int8, each with a scale tensor (rowScaleName).
    bool int8 = false;
    at::Device device = at::kCPU;
    std::function<void(double fraction)> progress;  // may be empty
    std::stop_token stop;                           // checked between tensors: Error(Cancelled)
    // Uses tensors in the mapped file without a copy if their type matches; Error(Checkpoint) if a
    // matrix has another type. CPU only.
    bool inFile = false;
};

// Converts tensor by tensor from the mapping; peak memory is the target weights plus one tensor.
StateDict loadStateDict(const CheckpointFile& checkpoint, const std::vector<TensorSpec>& specs,
                        const LoadOptions& options);
// Whether loading with inFile would succeed.
bool usableInPlace(const CheckpointFile& checkpoint, const std::vector<TensorSpec>& specs,
                   at::ScalarType dtype);
// Writes safetensors with the given metadata; dtype converts floating-point tensors.
void saveStateDict(const std::string& path, const std::map<std::string, at::Tensor>& tensors,
                   at::ScalarType dtype, const std::map<std::string, std::string>& metadata);

}  // namespace duo
