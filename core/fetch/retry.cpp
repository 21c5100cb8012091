#include "fetch/retry.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "base/stop.h"

namespace duo::fetch {

std::chrono::milliseconds pauseBefore(const RetryPolicy& policy, int failures, std::int64_t asked) {
    std::chrono::milliseconds pause = policy.firstPause;
    for (int i = 1; i < failures && pause < policy.maxPause; ++i) pause *= 2;
    return std::max<std::chrono::milliseconds>(std::min(pause, policy.maxPause),
                                               std::chrono::seconds(asked));
}

void waitFor(std::chrono::milliseconds pause, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock lock(mutex);
    changed.wait_for(lock, stop, pause, [] { return false; });
    requireNoStop(stop, "The download");
}

}  // namespace duo::fetch
