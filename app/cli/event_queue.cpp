#include "event_queue.h"

namespace duo::cli {

void EventQueue::push(const Event& event) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || events_.size() < kMaxWaiting; });
    if (closed_) return;
    events_.push_back(event);
    changed_.notify_all();
}

std::optional<Event> EventQueue::pop(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, patience, [this] { return !events_.empty(); }))
        return std::nullopt;
    Event event = std::move(events_.front());
    events_.pop_front();
    changed_.notify_all();
    return event;
}

void EventQueue::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    events_.clear();
    changed_.notify_all();
}

}  // namespace duo::cli
