#include "kernels/host_threads.h"

#include <stdexcept>

namespace duo::test {
namespace {

constexpr int kLanes = 32;
constexpr std::size_t kStackBytes = 128 << 10;
thread_local HostThreads* entered = nullptr;  // makecontext cannot pass a pointer

Meeting sameOf(Meeting a, Meeting b) {
    if (a != b) throw std::logic_error("threads that should meet are at different places");
    return a;
}

}  // namespace

HostThreads::HostThreads(int count, Order order) : order_(order), fibres_(count) {
    for (Fibre& fibre : fibres_) fibre.stack.resize(kStackBytes);
}

void HostThreads::enter() {
    HostThreads& threads = *entered;
    (*threads.work_)(threads.running_);
    threads.fibres_[threads.running_].at = Meeting::End;  // continues at uc_link
}

void HostThreads::start(Fibre& fibre) {
    getcontext(&fibre.context);
    fibre.context.uc_stack.ss_sp = fibre.stack.data();
    fibre.context.uc_stack.ss_size = fibre.stack.size();
    fibre.context.uc_link = &outside_;
    makecontext(&fibre.context, &HostThreads::enter, 0);
}

void HostThreads::run(const std::function<void(int)>& work) {
    entered = this;
    work_ = &work;
    for (Fibre& fibre : fibres_) start(fibre);
    const int warps = count() / kLanes;
    Meeting at = Meeting::Block;
    while (at != Meeting::End) {
        at = runWarp(inOrder(0, warps));
        for (int warp = 1; warp < warps; ++warp) at = sameOf(at, runWarp(inOrder(warp, warps)));
    }
}

// -> the barrier at which the whole warp waits for the others, or End
Meeting HostThreads::runWarp(int warp) {
    Meeting at = Meeting::Warp;
    while (at == Meeting::Warp) {
        for (int i = 0; i < kLanes; ++i) {
            running_ = warp * kLanes + inOrder(i, kLanes);
            swapcontext(&outside_, &fibres_[running_].context);
            const Meeting here = fibres_[running_].at;
            at = i == 0 ? here : sameOf(at, here);
        }
    }
    return at;
}

void HostThreads::meet(Meeting where) {
    Fibre& self = fibres_[running_];
    self.at = where;
    swapcontext(&self.context, &outside_);
}

}  // namespace duo::test
