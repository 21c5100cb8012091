// When to try a failed download again.
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>

namespace duo::fetch {

struct RetryPolicy {
    int attempts = 8;         // in a row without a new byte, then the download fails
    int contactAttempts = 3;  // the same, where no server has answered yet
    std::chrono::milliseconds firstPause{250};  // doubled after every further failure
    std::chrono::milliseconds maxPause{60000};
    std::chrono::seconds maxAskedPause{600};  // a server that asks for more is not waited for
};

// Pause before the next attempt. failures: in a row, from 1. asked: seconds that the server wants;
// 0: it names none.
std::chrono::milliseconds pauseBefore(const RetryPolicy& policy, int failures, std::int64_t asked);

// Error(Cancelled) at once on a stop.
void waitFor(std::chrono::milliseconds pause, const std::stop_token& stop);

}  // namespace duo::fetch
