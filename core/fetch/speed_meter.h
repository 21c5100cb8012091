// Bytes per second over the last seconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <utility>

namespace duo::fetch {

class SpeedMeter {
  public:
    using Clock = std::chrono::steady_clock;

    // total: bytes so far, without those of an earlier run.
    void note(std::int64_t total, Clock::time_point now = Clock::now()) {
        samples_.emplace_back(now, total);
        while (samples_.size() > 2 && now - samples_.front().first > kWindow) samples_.pop_front();
    }
    // 0 before two notes.
    double bytesPerSecond() const {
        if (samples_.size() < 2) return 0;
        const auto& [from, before] = samples_.front();
        const auto& [to, after] = samples_.back();
        const double seconds = std::chrono::duration<double>(to - from).count();
        return seconds > 0 ? static_cast<double>(after - before) / seconds : 0;
    }

  private:
    static constexpr std::chrono::seconds kWindow{8};
    std::deque<std::pair<Clock::time_point, std::int64_t>> samples_;
};

}  // namespace duo::fetch
