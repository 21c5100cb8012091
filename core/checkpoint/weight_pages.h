// Weights that stay in their mapped file: the system reads a page on first use, and a released page
// takes no memory until it is used again.
#pragma once

#include <ATen/ATen.h>

#include "io/tensor_entry.h"

namespace duo {

class WeightPages {
  public:
    // Keeps the file mapped.
    explicit WeightPages(const io::TensorFile& file) : mappings_(file.mappings) {}

    // Whether the tensor can be used in place: contiguous and aligned for its type.
    static bool usable(const io::TensorEntry& entry);
    // A usable tensor in place. It must not be written to.
    at::Tensor tensor(const io::TensorEntry& entry, at::ScalarType type) const;

    // Releases the pages of a tensor. Does nothing if the tensor is not in the file.
    void release(const at::Tensor& tensor) const;
    void releaseAll() const;

  private:
    std::vector<io::Mapping> mappings_;
};

}  // namespace duo
