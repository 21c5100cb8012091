// A tensor on its way from a GPU to the host: into pinned memory, in the order of the stream's
// work, while the host goes on. On the processor there is nothing to do.
#pragma once

#include <ATen/ATen.h>
#include <c10/core/Event.h>

#include <optional>

namespace duo {

class HostCopy {
  public:
    explicit HostCopy(const at::Tensor& from);
    // Waits until the copy is there.
    const at::Tensor& wait() const;

  private:
    at::Tensor copy_;
    std::optional<c10::Event> made_;
};

}  // namespace duo
