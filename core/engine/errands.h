// Small tasks beside the jobs, such as reading a folder. They run one after the other on a thread
// of their own, so that neither the jobs nor the server wait for them.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "protocol/events.h"

namespace duo {

class Errands {
  public:
    // Called on the errands' thread; must not throw.
    using Answer = std::function<void(const Event&)>;

    explicit Errands(Answer answer);
    ~Errands();  // as finish
    Errands(const Errands&) = delete;
    Errands& operator=(const Errands&) = delete;

    // Runs `work` and sends the event that it returns, or JobFailed with this tag if it throws.
    // doing: "listing the models", for messages.
    void add(std::uint64_t tag, std::string doing, std::function<Event()> work);
    // Waits for the running errand. Errands that still wait fail as cancelled.
    void finish();
    bool finishing() const;

  private:
    struct Errand {
        std::uint64_t tag = 0;
        std::string doing;
        std::function<Event()> work;
    };
    void run();
    void answer(const Errand& errand);
    void fail(const Errand& errand, std::exception_ptr exception);

    Answer answer_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Errand> waiting_;
    bool finishing_ = false;
    std::thread thread_;
};

}  // namespace duo
