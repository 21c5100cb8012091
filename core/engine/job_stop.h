// How a job at work is asked to end, kindly or at once, and where it does.
#pragma once

#include <mutex>
#include <optional>
#include <stop_token>

#include "protocol/commands.h"

namespace duo {

class JobStop {
  public:
    // Any thread. A stronger stop overrides a weaker one, never the reverse. Where no batch is at
    // work there is nothing to finish: every stop is Now.
    void ask(StopWhen when);
    // Requested for Now: what is at work ends within a scale.
    std::stop_token token() const { return source_.get_token(); }

    // The worker tells where it is. Both throw Error(Cancelled) where the job has to end there.
    void beginBatch();
    void scaleDone();
    void endBatch();

  private:
    std::mutex mutex_;
    std::optional<StopWhen> asked_;
    bool atWork_ = false;
    std::stop_source source_;
};

}  // namespace duo
