// Whether and when a core that died is started again. It knows no process and no timer.
#pragma once

#include <QElapsedTimer>
#include <optional>
#include <vector>

namespace duo::ui {

class RestartPolicy {
  public:
    RestartPolicy() { clock_.start(); }

    // Milliseconds until the next attempt; nothing if the core stays down. permanent: it would die
    // again for the same reason.
    std::optional<int> afterDeath(bool permanent);
    int deaths() const { return static_cast<int>(deaths_.size()); }  // that count now
    // A job came to its end, or a person asked for a restart.
    void forgive() { deaths_.clear(); }

  private:
    QElapsedTimer clock_;
    std::vector<qint64> deaths_;  // times, on the clock
};

}  // namespace duo::ui
