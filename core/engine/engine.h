// The engine: a queue of jobs and one worker thread that owns the models and the device. Results
// leave as events. No exception leaves the worker thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/memory_ledger.h"
#include "engine/trace.h"
#include "protocol/commands.h"
#include "protocol/events.h"

namespace duo {

class Job;
class MemoryMeter;
class ModelCache;
struct JobContext;
struct LoadedFamily;

enum class CancelOutcome {
    Dropped,   // it was waiting: JobCancelled has been sent
    Stopping,  // it is running: JobCancelled follows at the point asked for, unless it ends before
    Stale      // no job of this number waits or runs
};

class Engine {
  public:
    // Called on the worker thread; JobQueued, and JobCancelled of a waiting job, on the caller's
    // thread; MemorySample on a thread of its own. It may block (the worker then waits), must not
    // throw, and must not call the engine.
    using EventSink = std::function<void(const Event&)>;

    // memoryInterval: how often MemorySample is sent while a job runs; 0: never.
    explicit Engine(EventSink sink, std::chrono::milliseconds memoryInterval = {});
    // Cancels everything and waits for the worker.
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // Each sends JobQueued and returns the job's number. A job ends with exactly one of JobDone,
    // JobFailed, JobCancelled. A load ends with JobDone as well, after ModelsLoaded.
    JobId load(LoadCommand command);
    JobId generate(GenerateCommand command, TraceSink trace = {});
    JobId sweep(SweepCommand command);

    // A later call may ask for a stronger stop. A weaker one changes nothing.
    CancelOutcome cancel(JobId job, StopWhen when = StopWhen::Now);
    void cancelAll();
    // Blocks until no job waits or runs.
    void waitUntilIdle();

    // From any thread.
    MemorySnapshot memory() const;
    const MemoryLedger& ledger() const { return ledger_; }

  private:
    JobId enqueue(std::shared_ptr<Job> job);
    void work(std::stop_token stop);
    void sampleMemory(std::stop_token stop, std::chrono::milliseconds interval);
    void runGuarded(Job& job);
    void run(Job& job, JobReport& report);
    LoadedFamily load(Job& job, JobReport& report);
    int batchOf(const Job& job, const JobContext& context);
    void runBatches(Job& job, JobContext& context);
    void sendEnd(Job& job, const JobReport& report, std::exception_ptr exception);

    EventSink sink_;
    MemoryLedger ledger_;
    std::unique_ptr<MemoryMeter> meter_;
    std::unique_ptr<ModelCache> cache_;

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<std::shared_ptr<Job>> waiting_;
    std::shared_ptr<Job> running_;
    JobId lastId_ = 0;
    std::string doing_;  // what the worker does, for messages

    std::jthread sampler_, worker_;  // last: they end before what they use
};

}  // namespace duo
