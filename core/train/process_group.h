// The processes that train one model together, each on its share of every batch: LibTorch's c10d
// process groups, Gloo between CPUs and NCCL between GPUs. All processes must make the same calls
// in the same order. With one process every call gives back what it was given.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <string>
#include <vector>

#include "train/process_place.h"

namespace duo::train {

// A handle: copies are the same group. All members throw Error(Device) where another process ended
// or was silent for too long, with which one.
class ProcessGroup {
  public:
    ProcessGroup() = default;  // this process alone
    // Waits until all processes are there. device: of the tensors to exchange.
    ProcessGroup(const ProcessPlace& place, at::Device device);

    int rank() const { return rank_; }
    int count() const { return count_; }
    bool leads() const { return rank_ == 0; }

    // Every fp32 tensor becomes its mean over the processes; some large exchanges for all of them.
    void average(const std::vector<at::Tensor>& tensors) const;
    std::vector<double> average(const std::vector<double>& numbers) const;
    // The rows of all processes, one process after the other: [N, …] -> [count() * N, …]
    at::Tensor gather(const at::Tensor& rows) const;
    // Every tensor, and the text given back, become the leader's.
    void broadcast(const std::vector<at::Tensor>& tensors) const;
    std::string broadcast(const std::string& text) const;

  private:
    struct Peers;
    int rank_ = 0, count_ = 1;
    std::shared_ptr<Peers> peers_;  // null where this process is alone
};

}  // namespace duo::train
