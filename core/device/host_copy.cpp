#include "device/host_copy.h"

#include <c10/core/impl/VirtualGuardImpl.h>

namespace duo {

HostCopy::HostCopy(const at::Tensor& from) {
    if (from.is_cpu()) {
        copy_ = from;
        return;
    }
    const at::Device device = from.device();
    copy_ = at::empty(from.sizes(), from.options().device(at::kCPU).pinned_memory(true));
    copy_.copy_(from, /*non_blocking=*/true);
    made_.emplace(device.type());
    made_->record(c10::impl::VirtualGuardImpl(device.type()).getStream(device));
}

const at::Tensor& HostCopy::wait() const {
    if (made_) made_->synchronize();
    return copy_;
}

}  // namespace duo
