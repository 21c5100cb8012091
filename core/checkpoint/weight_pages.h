// Weights that stay in their mapped file: the system reads a page where it is touched, and a page
// that is given back costs no memory until it is touched again.
#pragma once

#include <ATen/ATen.h>

#include "io/tensor_entry.h"

namespace duo {

class WeightPages {
  public:
    // Keeps the file mapped.
    explicit WeightPages(const io::TensorFile& file)
        : mapping_(file.mapping), bytes_(file.mapped) {}

    // Whether the tensor can be used as it lies there: packed, at an address of its type.
    static bool usable(const io::TensorEntry& entry);
    // A usable tensor in place. It must not be written to.
    at::Tensor tensor(const io::TensorEntry& entry, at::ScalarType type) const;

    // Gives the pages back of a tensor, which may lie elsewhere: then nothing is done.
    void release(const at::Tensor& tensor) const;
    void releaseAll() const;

  private:
    std::shared_ptr<const void> mapping_;
    std::span<const std::byte> bytes_;
};

}  // namespace duo
