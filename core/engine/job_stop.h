// How a running job is asked to end, at once or at a later point, and the points where it ends.
#pragma once

#include <mutex>
#include <optional>
#include <stop_token>

#include "protocol/commands.h"

namespace duo {

class JobStop {
  public:
    // Any thread. A stronger stop overrides a weaker one, never the reverse. Between batches there
    // is nothing to finish, so that every stop is Now.
    void ask(StopWhen when);
    // Requested for StopWhen::Now: the decode ends within a scale.
    std::stop_token token() const { return source_.get_token(); }

    // The worker reports where it is. beginBatch and scaleDone throw Error(Cancelled) if the job
    // has to end there.
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
