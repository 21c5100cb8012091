// The threads of a GPU's block as fibres of one real thread. They run in a given order from one
// barrier to the next, so a missing barrier gives wrong numbers every time, in one of the two
// orders.
#pragma once

#include <ucontext.h>

#include <functional>
#include <vector>

namespace duo::test {

enum class Order { Rising, Falling };
enum class Meeting { Warp, Block, End };

class HostThreads {
  public:
    // count: whole warps
    HostThreads(int count, Order order);
    // Runs work(thread) in every thread to its end. Throws std::logic_error if some threads do not
    // reach a barrier where others wait.
    void run(const std::function<void(int thread)>& work);
    // Called in work: a barrier of the warp's threads, or of the block's.
    void meet(Meeting where);
    int count() const { return static_cast<int>(fibres_.size()); }

  private:
    struct Fibre {
        std::vector<unsigned char> stack;
        ucontext_t context{};
        Meeting at = Meeting::End;
    };
    static void enter();
    void start(Fibre& fibre);
    Meeting runWarp(int warp);
    int inOrder(int i, int count) const { return order_ == Order::Rising ? i : count - 1 - i; }

    Order order_;
    std::vector<Fibre> fibres_;
    ucontext_t outside_{};
    int running_ = 0;
    const std::function<void(int)>* work_ = nullptr;
};

}  // namespace duo::test
