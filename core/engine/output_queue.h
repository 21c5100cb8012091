// Events on their way out as frames, written by a thread of its own. Results wait for room and are
// never dropped; of MemorySample and LoadProgress only the newest waits.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "protocol/events.h"

namespace duo {

class OutputQueue {
  public:
    // Writes to fd, which stays the caller's. onBroken is called once, on the writing thread, where
    // nobody reads any more.
    OutputQueue(int fd, std::size_t mostBytes, std::function<void()> onBroken);
    ~OutputQueue();  // as finish
    OutputQueue(const OutputQueue&) = delete;
    OutputQueue& operator=(const OutputQueue&) = delete;

    // Any thread. Waits while more than mostBytes of results wait. Does nothing once broken.
    void push(const Event& event);
    // The sender is about to end: from now on a reader that takes nothing for `patience` counts as
    // gone, and whoever waits in push goes on.
    void hurry(std::chrono::milliseconds patience);
    // Writes what waits, then ends the thread.
    void finish();
    bool broken() const { return broken_; }

  private:
    struct Item {
        std::size_t kind;  // index in Event
        std::vector<std::uint8_t> bytes;
    };
    void write();
    bool writeAll(const std::vector<std::uint8_t>& bytes);
    void breakOff();

    int fd_;
    std::size_t mostBytes_;
    std::function<void()> onBroken_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Item> items_;
    std::size_t bytes_ = 0;
    bool finishing_ = false;
    std::atomic<bool> broken_{false};
    std::atomic<std::int64_t> patienceMs_{-1};  // for ever
    std::thread thread_;
};

}  // namespace duo
