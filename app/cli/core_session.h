// The engine as the command line uses it: one job at a time, its events in the calling thread,
// failures as exceptions.
#pragma once

#include <functional>
#include <stop_token>

#include "engine/engine.h"
#include "event_queue.h"

namespace duo::cli {

class CoreSession {
  public:
    using Listener = std::function<void(const Event&)>;

    explicit CoreSession(std::stop_token stop);
    // Closes the queue first, so that the engine's end does not wait for a reader.
    ~CoreSession() { queue_.close(); }
    CoreSession(const CoreSession&) = delete;
    CoreSession& operator=(const CoreSession&) = delete;

    // listener gets every event of the job; an exception from it is passed on. Throws the error of
    // a failed job; Error(Cancelled) after a stop request.
    JobReport generate(const GenerateCommand& command, const Listener& listener,
                       TraceSink trace = {});
    JobReport sweep(const SweepCommand& command, const Listener& listener);

  private:
    JobReport follow(JobId job, const Listener& listener);

    std::stop_token stop_;
    EventQueue queue_;
    Engine engine_;
};

}  // namespace duo::cli
