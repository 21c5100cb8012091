// The threads of a GPU's block as fibres of one real thread, which run in a given order from one
// meeting to the next: whoever reads what another thread has yet to write reads it wrong in one of
// the two orders, every time.
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
    // Runs work(thread) in every thread to its end. Throws std::logic_error where some of the
    // threads that should meet do not come.
    void run(const std::function<void(int thread)>& work);
    // Called in work: goes on when all threads of the warp, or of the block, have come.
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
