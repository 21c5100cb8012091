#include "bridge/restart_policy.h"

#include <array>

namespace duo::ui {
namespace {

// After this many deaths within kDeathWindowMs and without a finished job, the core is not
// restarted.
constexpr std::size_t kMaxDeaths = 3;
constexpr qint64 kDeathWindowMs = 30'000;
constexpr std::array kBackOffMs{100, 1000};  // before the second and the third attempt

}  // namespace

std::optional<int> RestartPolicy::afterDeath(bool permanent) {
    const qint64 now = clock_.elapsed();
    std::erase_if(deaths_, [now](qint64 death) { return now - death > kDeathWindowMs; });
    deaths_.push_back(now);
    if (permanent || deaths_.size() >= kMaxDeaths) return std::nullopt;
    return kBackOffMs[deaths_.size() - 1];
}

}  // namespace duo::ui
