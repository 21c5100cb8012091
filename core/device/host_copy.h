// An asynchronous copy of a tensor from a GPU into pinned host memory, in the stream's order. A
// tensor on the CPU is used as it is.
#pragma once

#include <ATen/ATen.h>
#include <c10/core/Event.h>

#include <optional>

namespace duo {

class HostCopy {
  public:
    explicit HostCopy(const at::Tensor& from);
    // Blocks until the copy is complete.
    const at::Tensor& wait() const;

  private:
    at::Tensor copy_;
    std::optional<c10::Event> made_;
};

}  // namespace duo
