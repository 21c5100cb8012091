// An engine's events, kept in order.
#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "protocol/events.h"

namespace duo::test {

class EventLog {
  public:
    std::function<void(const Event&)> sink() {
        return [this](const Event& event) {
            if (hook) hook(event);
            const std::lock_guard lock(mutex_);
            events_.push_back(event);
        };
    }
    std::vector<Event> all() const {
        const std::lock_guard lock(mutex_);
        return events_;
    }
    template <class T>
    std::vector<T> of() const {
        std::vector<T> found;
        for (const Event& event : all()) {
            if (const T* value = std::get_if<T>(&event)) found.push_back(*value);
        }
        return found;
    }

    // Called before the event is kept, on the thread that sends it; set before the engine runs.
    std::function<void(const Event&)> hook;

  private:
    mutable std::mutex mutex_;
    std::vector<Event> events_;
};

}  // namespace duo::test
