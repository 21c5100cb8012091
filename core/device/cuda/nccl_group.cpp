// The only file that includes NCCL's headers; they come with the libraries that a GPU needs.
#include "device/cuda/nccl_group.h"

#include <cstdlib>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

namespace duo {

void makeNcclGroup(const CudaPeer& peer, void* backend) {
    // A lost process then raises an error in the others where they wait for it. Otherwise a thread
    // of LibTorch would end them.
    ::setenv("TORCH_NCCL_BLOCKING_WAIT", "1", /*overwrite=*/0);
    const auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = std::chrono::seconds(peer.timeoutSeconds);
    const auto& store = *static_cast<const c10::intrusive_ptr<c10d::Store>*>(peer.store);
    *static_cast<c10::intrusive_ptr<c10d::Backend>*>(backend) =
        c10::make_intrusive<c10d::ProcessGroupNCCL>(store, peer.rank, peer.count, options);
}

}  // namespace duo
