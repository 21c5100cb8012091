// Passes the engine's events from its thread to the caller's. Bounded: the engine waits for a slow
// reader, so finished pictures do not fill the memory.
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
    // Empty if no event came in time.
    std::optional<Event> pop(std::chrono::milliseconds patience);
    // Lets the engine continue without a reader.
    void close();

  private:
    static constexpr std::size_t kMaxWaiting = 64;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Event> events_;
    bool closed_ = false;
};

}  // namespace duo::cli
