// A file of tests/data as tensors by name.
#pragma once

#include <ATen/ATen.h>

#include <string>

#include "io/tensor_entry.h"

namespace duo::test {

class Fixture {
  public:
    // name: "var" reads tests/data/var.safetensors
    explicit Fixture(const std::string& name);
    // A copy of the named tensor; throws std::out_of_range if it is missing.
    at::Tensor operator[](const std::string& tensor) const;
    double number(const std::string& tensor) const { return (*this)[tensor].item<double>(); }

  private:
    io::TensorFile file_;
};

}  // namespace duo::test
