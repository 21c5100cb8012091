// The only file that includes c10d's headers. Gloo's own headers, which LibTorch's wheel lacks,
// come from the distribution and are only compiled against: Gloo's code is part of libtorch_cpu.
#include "train/process_group.h"

#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <algorithm>
#include <cstring>

#include "base/error.h"
#include "device/cuda_backend.h"

C10_DECLARE_int(caffe2_log_level);

namespace duo::train {
namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr std::int64_t kBucketNumbers = 16 << 20;  // gradients per exchange: 64 MiB
constexpr Milliseconds kRollCall{3000};
constexpr int kQuiet = 3;  // limits LibTorch's own messages on standard error to fatal ones

// LibTorch's reason without its source location, advice and stack.
std::string reasonOf(const std::exception& failure) {
    std::string reason = failure.what();
    for (const char* end : {"\n", ". This is typically"})
        reason.resize(std::min(reason.size(), reason.find(end)));
    const std::size_t place = reason.starts_with('[') ? reason.find("] ") : std::string::npos;
    if (place != std::string::npos) reason.erase(0, place + 2);
    return reason.ends_with('.') ? reason : reason + ".";
}

std::string nameOf(const ProcessPlace& place) {
    return "Process " + std::to_string(place.rank) + " of " + std::to_string(place.count);
}

std::string secondsText(std::chrono::seconds seconds) {
    return std::to_string(seconds.count()) + " s";
}

// Connects to the rendezvous store: the leader listens, unless the launcher does.
c10::intrusive_ptr<c10d::Store> meet(const ProcessPlace& place) {
    c10d::TCPStoreOptions options;
    options.port = static_cast<std::uint16_t>(place.port);
    options.isServer = place.rank == 0 && !place.launcherListens;
    if (!place.launcherListens) options.numWorkers = static_cast<std::size_t>(place.count);
    options.timeout = place.patience;
    try {
        return c10::make_intrusive<c10d::PrefixStore>(
            "duoscale/" + place.attempt,
            c10::make_intrusive<c10d::TCPStore>(place.address, options));
    } catch (const std::exception& failure) {
        throw Error(
            ErrorKind::Device,
            nameOf(place) + " did not reach the other processes at " + place.address + ":" +
                std::to_string(place.port) + " within " + secondsText(place.patience) + ": " +
                reasonOf(failure),
            "Start all processes with the same MASTER_ADDR and MASTER_PORT, a free port "
            "on the machine of process 0; DUOSCALE_PEER_TIMEOUT sets how many seconds to wait.");
    }
}

c10::intrusive_ptr<c10d::Backend> connect(const ProcessPlace& place,
                                          const c10::intrusive_ptr<c10d::Store>& store) {
    try {
        return c10::make_intrusive<c10d::ProcessGroupGloo>(
            store, place.rank, place.count,
            c10d::ProcessGroupGloo::Options::create_default(place.patience));
    } catch (const std::exception& failure) {
        throw Error(ErrorKind::Device,
                    nameOf(place) + " cannot reach all other processes: " + reasonOf(failure),
                    "Set GLOO_SOCKET_IFNAME to the network they share, such as eth0.");
    }
}

// Null on the CPU, or if the CUDA backend is built without NCCL.
c10::intrusive_ptr<c10d::Backend> connectGpus(const ProcessPlace& place, at::Device device,
                                              const c10::intrusive_ptr<c10d::Store>& store) {
    if (!device.is_cuda()) return {};
    const c10::intrusive_ptr<c10d::Store> own =
        c10::make_intrusive<c10d::PrefixStore>("nccl", store);
    const CudaPeer peer{&own, place.rank, place.count, static_cast<int>(place.patience.count())};
    c10::intrusive_ptr<c10d::Backend> backend;
    CudaBackend::load().connectNccl(device.index(), peer, &backend);
    return backend;
}

std::string rankList(const std::vector<int>& ranks) {
    if (ranks.empty()) return "the others";
    std::string list = ranks.size() == 1 ? "process " : "processes ";
    for (std::size_t i = 0; i < ranks.size(); ++i)
        list += (i == 0 ? "" : ", ") + std::to_string(ranks[i]);
    return list;
}

}  // namespace

struct ProcessGroup::Peers {
    ProcessPlace place;
    c10::intrusive_ptr<c10d::Store> store;
    c10::intrusive_ptr<c10d::Backend> gloo, nccl;  // nccl may be null

    ~Peers() {
        if (nccl) nccl->shutdown();
    }

    void sum(at::Tensor tensor) const {
        exchange(tensor, [](auto& backend, auto& wire) { return backend.allreduce(wire); });
    }
    void send(at::Tensor tensor) const {
        exchange(tensor, [](auto& backend, auto& wire) { return backend.broadcast(wire); });
    }

  private:
    // Gloo exchanges CPU memory: without NCCL, GPU tensors are copied through it.
    template <typename Begin>
    void exchange(const at::Tensor& tensor, Begin begin) const {
        const at::Tensor own = tensor.detach();
        const bool direct = nccl && own.is_cuda();
        std::vector<at::Tensor> wire{(direct ? own : own.cpu()).contiguous()};
        try {
            begin(direct ? *nccl : *gloo, wire)->wait();
        } catch (const std::exception& failure) {
            throw lost(failure);
        }
        if (!wire[0].is_same(own)) own.copy_(wire[0]);
    }

    Error lost(const std::exception& failure) const {
        return {ErrorKind::Device,
                nameOf(place) + " lost " + rankList(silent()) + ": " + reasonOf(failure),
                "Read the messages of that process, then start all processes again: the run "
                "resumes from its last checkpoint. DUOSCALE_PEER_TIMEOUT sets the seconds within "
                "which a process must answer."};
    }

    // The processes that do not answer a roll call in the store; the leader, which hosts it, if the
    // store is gone. Empty if unknown.
    std::vector<int> silent() const {
        std::vector<int> ranks;
        if (place.count == 2) return {1 - place.rank};
        try {
            store->set("here/" + std::to_string(place.rank), std::vector<std::uint8_t>{1});
            for (int rank = 0; rank < place.count; ++rank)
                if (!answers(rank)) ranks.push_back(rank);
        } catch (const std::exception&) {
            if (!place.launcherListens) return {0};
        }
        return ranks;
    }

    bool answers(int rank) const {
        try {
            store->wait({"here/" + std::to_string(rank)}, kRollCall);
            return true;
        } catch (const std::exception&) {
            return false;
        }
    }
};

ProcessGroup::ProcessGroup(const ProcessPlace& place, at::Device device)
    : rank_(place.rank), count_(place.count) {
    if (place.count == 1) return;
    FLAGS_caffe2_log_level = kQuiet;
    const auto store = meet(place);
    peers_ = std::make_shared<Peers>(place, store, connect(place, store),
                                     connectGpus(place, device, store));
}

void ProcessGroup::average(const std::vector<at::Tensor>& tensors) const {
    if (peers_ == nullptr) return;
    for (std::size_t first = 0, end = 0; first < tensors.size(); first = end) {
        std::vector<at::Tensor> parts;
        for (std::int64_t numbers = 0; end < tensors.size() && numbers < kBucketNumbers; ++end) {
            parts.push_back(tensors[end].detach().flatten());
            numbers += parts.back().numel();
        }
        const at::Tensor bucket = at::cat(parts);
        peers_->sum(bucket);
        bucket.div_(count_);
        std::int64_t offset = 0;
        for (std::size_t i = first; i < end; offset += tensors[i++].numel()) {
            tensors[i].detach().copy_(
                bucket.narrow(0, offset, tensors[i].numel()).view_as(tensors[i]));
        }
    }
}

std::vector<double> ProcessGroup::average(const std::vector<double>& numbers) const {
    if (peers_ == nullptr) return numbers;
    const at::Tensor sums = at::tensor(numbers, at::kDouble);
    peers_->sum(sums);
    sums.div_(count_);
    const double* first = sums.const_data_ptr<double>();
    return {first, first + sums.numel()};
}

void ProcessGroup::broadcast(const std::vector<at::Tensor>& tensors) const {
    if (peers_ == nullptr) return;
    for (const at::Tensor& tensor : tensors) peers_->send(tensor);
}

at::Tensor ProcessGroup::gather(const at::Tensor& rows) const {
    if (peers_ == nullptr) return rows;
    std::vector<std::int64_t> shape = rows.sizes().vec();
    shape[0] *= count_;
    const at::Tensor all = at::zeros(shape, rows.options());
    all.narrow(0, rank_ * rows.size(0), rows.size(0)).copy_(rows);
    peers_->sum(all);
    return all;
}

std::string ProcessGroup::broadcast(const std::string& text) const {
    if (peers_ == nullptr) return text;
    const at::Tensor bytes = at::tensor(static_cast<std::int64_t>(text.size()), at::kLong);
    peers_->send(bytes);
    std::string received = text;
    received.resize(static_cast<std::size_t>(bytes.item<std::int64_t>()));
    const at::Tensor letters = at::empty({bytes.item<std::int64_t>()}, at::kByte);
    std::memcpy(letters.data_ptr(), received.data(), received.size());
    peers_->send(letters);
    std::memcpy(received.data(), letters.data_ptr(), received.size());
    return received;
}

}  // namespace duo::train
