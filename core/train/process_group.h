// Processes that train one model together, each on its share of every batch: LibTorch's c10d
// process groups with Gloo between CPUs and NCCL between GPUs. All processes must make the same
// calls in the same order. With one process, every call returns its input.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <string>
#include <vector>

#include "train/process_place.h"

namespace duo::train {

// A handle: copies refer to the same group. All members throw Error(Device), naming the process,
// if another process ended or did not answer in time.
class ProcessGroup {
  public:
    ProcessGroup() = default;  // a group of this process only
    // Waits for all processes. device: of the tensors to exchange.
    ProcessGroup(const ProcessPlace& place, at::Device device);

    int rank() const { return rank_; }
    int count() const { return count_; }
    bool leads() const { return rank_ == 0; }

    // Replaces every fp32 tensor with its mean over the processes, in a few large exchanges.
    void average(const std::vector<at::Tensor>& tensors) const;
    std::vector<double> average(const std::vector<double>& numbers) const;
    // Concatenates the rows of all processes in rank order: [N, …] -> [count() * N, …]
    at::Tensor gather(const at::Tensor& rows) const;
    // Replaces every tensor with the leader's; the second form returns the leader's text.
    void broadcast(const std::vector<at::Tensor>& tensors) const;
    std::string broadcast(const std::string& text) const;

  private:
    struct Peers;
    int rank_ = 0, count_ = 1;
    std::shared_ptr<Peers> peers_;  // null with one process
};

}  // namespace duo::train
