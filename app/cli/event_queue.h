// Hands the engine's events from its thread to ours. Bounded: the engine waits where we are slow,
// so finished pictures never pile up in memory.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "protocol/events.h"

namespace duo::cli {

class EventQueue {
  public:
    // Waits for room; drops the event once closed.
    void push(const Event& event);
    // Nothing where none came in time.
    std::optional<Event> pop(std::chrono::milliseconds patience);
    // Lets the engine go on without a reader.
    void close();

  private:
    static constexpr std::size_t kMaxWaiting = 64;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Event> events_;
    bool closed_ = false;
};

}  // namespace duo::cli
