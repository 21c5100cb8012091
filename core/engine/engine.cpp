#include "engine/engine.h"

#include <algorithm>

#include "base/error.h"
#include "base/stopwatch.h"
#include "engine/batch_run.h"
#include "engine/device.h"
#include "engine/failure.h"
#include "engine/memory_meter.h"
#include "engine/model_cache.h"
#include "engine/tensor_memory.h"

namespace duo {
namespace {

// Before any weight is read, so that a slip of the pen costs no loading.
void validate(const GenerationRequest& request) {
    if (request.labels.empty()) {
        throw Error(ErrorKind::Usage,
                    "The request has no class label, so there is no picture to make.");
    }
    if (request.batch < 1) {
        throw Error(ErrorKind::Usage, "The batch must hold at least one picture; found " +
                                          std::to_string(request.batch) + ".");
    }
    request.plan.validate(static_cast<int>(request.plan.scales.size()));
    if (request.plan.scales.empty()) {
        throw Error(ErrorKind::Usage, "The request's plan has no scales.");
    }
}

}  // namespace

Engine::Engine(EventSink sink, std::chrono::milliseconds memoryInterval)
    : sink_(std::move(sink)),
      meter_(std::make_unique<MemoryMeter>(ledger_)),
      cache_(std::make_unique<ModelCache>(ledger_)) {
    TensorMemory::install();
    worker_ = std::jthread([this](std::stop_token stop) { work(std::move(stop)); });
    if (memoryInterval.count() > 0) {
        sampler_ = std::jthread([this, memoryInterval](std::stop_token stop) {
            sampleMemory(std::move(stop), memoryInterval);
        });
    }
}

Engine::~Engine() {
    cancelAll();
    worker_.request_stop();
    sampler_.request_stop();
    worker_.join();
    if (sampler_.joinable()) sampler_.join();
}

JobId Engine::load(LoadCommand command) {
    auto job = std::make_shared<Job>();
    job->loadOnly = true;
    job->command.tag = command.tag;
    job->command.files = std::move(command.files);
    job->command.compute = std::move(command.compute);
    return enqueue(std::move(job));
}

JobId Engine::generate(GenerateCommand command, TraceSink trace) {
    auto job = std::make_shared<Job>();
    job->command = std::move(command);
    job->trace = std::move(trace);
    return enqueue(std::move(job));
}

JobId Engine::enqueue(std::shared_ptr<Job> job) {
    const std::lock_guard lock(mutex_);
    const JobId id = job->id = ++lastId_;
    const int ahead = static_cast<int>(waiting_.size()) + (running_ != nullptr);
    // Under the lock, so that the worker cannot tell of the job before.
    sink_(JobQueued{id, job->command.tag, ahead});
    waiting_.push_back(std::move(job));
    changed_.notify_all();
    return id;
}

CancelOutcome Engine::cancel(JobId id) {
    const std::lock_guard lock(mutex_);
    if (running_ != nullptr && running_->id == id && !running_->ended) {
        running_->stop.request_stop();
        return CancelOutcome::Stopping;
    }
    const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                    [id](const auto& job) { return job->id == id; });
    if (found == waiting_.end()) return CancelOutcome::Stale;
    waiting_.erase(found);
    sink_(JobCancelled{id, 0});
    changed_.notify_all();
    return CancelOutcome::Dropped;
}

void Engine::cancelAll() {
    const std::lock_guard lock(mutex_);
    if (running_ != nullptr) running_->stop.request_stop();
    for (const auto& job : waiting_) sink_(JobCancelled{job->id, 0});
    waiting_.clear();
    changed_.notify_all();
}

void Engine::waitUntilIdle() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.empty() && running_ == nullptr; });
}

MemorySnapshot Engine::memory() const {
    return meter_->snapshot();
}

void Engine::work(std::stop_token stop) {
    for (;;) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, [this] { return !waiting_.empty(); })) break;
        running_ = std::move(waiting_.front());
        waiting_.pop_front();
        changed_.notify_all();
        lock.unlock();
        runGuarded(*running_);
        lock.lock();
        running_.reset();
        changed_.notify_all();
    }
    cache_->clear();  // on the thread that made the models
}

void Engine::sampleMemory(std::stop_token stop, std::chrono::milliseconds interval) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        if (!changed_.wait(lock, stop, [this] { return running_ != nullptr; })) return;
        const JobId job = running_->id;
        lock.unlock();
        sink_(MemorySample{job, memory()});
        lock.lock();
        changed_.wait_for(lock, stop, interval, [this] { return running_ == nullptr; });
    }
}

void Engine::runGuarded(Job& job) {
    JobReport report;
    std::exception_ptr exception;
    try {
        run(job, report);
    } catch (...) {
        exception = std::current_exception();
    }
    sendEnd(job, report, exception);
}

void Engine::sendEnd(Job& job, const JobReport& report, std::exception_ptr exception) {
    {
        // From here on a cancel comes too late, and whoever hears the end may rely on that.
        const std::lock_guard lock(mutex_);
        job.ended = true;
    }
    if (exception == nullptr) {
        sink_(JobDone{job.id, report});
        return;
    }
    Failure failure = describeFailure(exception, doing_);
    if (failure.kind == ErrorKind::Memory) cache_->releaseUnused();
    if (failure.kind == ErrorKind::Cancelled) {
        sink_(JobCancelled{job.id, report.pictures});
    } else {
        sink_(JobFailed{job.id, job.command.tag, failure.kind, std::move(failure.message),
                        std::move(failure.hint)});
    }
}

void Engine::run(Job& job, JobReport& report) {
    const Stopwatch total;
    const GenerateCommand& command = job.command;
    doing_ = "starting the job";
    if (!job.loadOnly) validate(command.request);
    applyThreads(command.compute.threads);
    const DecodePlan& plan = command.request.plan;
    ModelCache::Needs needs{plan.uses(ModelRole::Drafter), plan.uses(ModelRole::Refiner)};
    if (job.loadOnly) needs = {!command.files.drafter.empty(), !command.files.refiner.empty()};
    const int count = static_cast<int>(command.request.labels.size());
    const int batches =
        job.loadOnly ? 0 : (count + command.request.batch - 1) / command.request.batch;
    sink_(JobStarted{job.id, count, batches});

    doing_ = "loading the models";
    Stopwatch watch;
    const auto progress = [&](MemoryOwner owner, const std::string& file, double share) {
        sink_(LoadProgress{job.id, owner, file, share});
    };
    const LoadedFamily family =
        cache_->load(command.files, command.compute, needs, progress, job.stop.get_token());
    const LinearPreview* linear = command.request.previews == PreviewKind::Linear && !job.loadOnly
                                      ? &cache_->linearPreview()
                                      : nullptr;
    meter_->startJob(family.device);
    report.loadMs = watch.milliseconds();
    sink_(ModelsLoaded{job.id, family.facts, family.files, report.loadMs});

    TraceRecorder trace(static_cast<bool>(job.trace));
    if (!job.loadOnly) {
        JobContext context{
            job.id, command, family, linear, *meter_, trace, report, sink_, job.stop.get_token()};
        runBatches(context);
    }
    if (job.trace) job.trace(trace.take());
    report.memory = meter_->snapshot();
    report.totalMs = total.milliseconds();
}

void Engine::runBatches(JobContext& context) {
    const GenerationRequest& request = context.command.request;
    request.plan.validate(context.family.schedule.count());
    context.report.scales.resize(request.plan.scales.size());
    const int count = static_cast<int>(request.labels.size());
    for (int first = 0; first < count; first += request.batch) {
        const int size = std::min(request.batch, count - first);
        doing_ = "decoding a batch of " + std::to_string(size) + " pictures";
        BatchRun(context, context.report.batches, first, size).run();
        ++context.report.batches;
    }
}

}  // namespace duo
