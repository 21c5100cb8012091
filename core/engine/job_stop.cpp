#include "engine/job_stop.h"

#include <algorithm>

#include "base/stop.h"

namespace duo {

static_assert(StopWhen::Now < StopWhen::NextScale && StopWhen::NextScale < StopWhen::AfterBatch,
              "the stronger stop is the lesser value");

void JobStop::ask(StopWhen when) {
    const std::lock_guard lock(mutex_);
    asked_ = std::min(asked_.value_or(when), when);
    if (*asked_ == StopWhen::Now || !atWork_) source_.request_stop();
}

void JobStop::beginBatch() {
    const std::lock_guard lock(mutex_);
    if (asked_) throwStopped();
    atWork_ = true;
}

void JobStop::scaleDone() {
    const std::lock_guard lock(mutex_);
    if (asked_ && *asked_ <= StopWhen::NextScale) throwStopped();
}

void JobStop::endBatch() {
    const std::lock_guard lock(mutex_);
    atWork_ = false;
}

}  // namespace duo
