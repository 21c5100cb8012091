// Events to be written as frames, by a thread of its own. Results wait for room and are never
// dropped. Only the newest MemorySample, LoadProgress and GettingModels are kept.
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
    // Writes to fd, which the caller keeps and closes. onBroken is called once, on the writing
    // thread, when the reader has gone.
    OutputQueue(int fd, std::size_t maxBytes, std::function<void()> onBroken);
    ~OutputQueue();  // as finish
    OutputQueue(const OutputQueue&) = delete;
    OutputQueue& operator=(const OutputQueue&) = delete;

    // Any thread. Blocks while more than maxBytes wait. Does nothing once broken.
    void push(const Event& event);
    // The sender is about to end: from now on a reader that reads nothing for `patience` counts as
    // gone, which releases callers blocked in push.
    void hurry(std::chrono::milliseconds patience);
    // Writes the waiting events, then ends the thread.
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
    std::size_t maxBytes_;
    std::function<void()> onBroken_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Item> items_;
    std::size_t bytes_ = 0;
    bool finishing_ = false;
    std::atomic<bool> broken_{false};
    std::atomic<std::int64_t> patienceMs_{-1};  // -1: for ever
    std::thread thread_;
};

}  // namespace duo
