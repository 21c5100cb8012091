#include "engine/engine.h"

#include <algorithm>

#include "base/error.h"
#include "base/stopwatch.h"
#include "engine/batch_fit.h"
#include "engine/batch_run.h"
#include "engine/device.h"
#include "engine/failure.h"
#include "engine/insight.h"
#include "engine/memory_meter.h"
#include "engine/model_cache.h"
#include "engine/sweep_run.h"
#include "engine/tensor_memory.h"

namespace duo {
namespace {

// Before any weight is read, so that a slip of the pen costs no loading.
void requireWhole(const GenerationRequest& request) {
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
    if (request.insight < 0) {
        throw Error(ErrorKind::Usage,
                    "The alternatives to list for a token must be 0 (none) or more; found " +
                        std::to_string(request.insight) + ".");
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
    job->kind = Job::Kind::Load;
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

JobId Engine::sweep(SweepCommand command) {
    auto job = std::make_shared<Job>();
    job->kind = Job::Kind::Sweep;
    job->command = {command.tag, std::move(command.files), std::move(command.compute),
                    std::move(command.request)};
    job->splits = std::move(command.splits);
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

CancelOutcome Engine::cancel(JobId id, StopWhen when) {
    const std::lock_guard lock(mutex_);
    if (running_ != nullptr && running_->id == id && !running_->ended) {
        running_->stop.ask(when);
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
    if (running_ != nullptr) running_->stop.ask(StopWhen::Now);
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
    meter_->endJob();
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
    doing_ = "starting the job";
    validate(job);
    applyThreads(job.command.compute.threads);
    sink_(startOf(job));
    doing_ = "loading the models";
    const LoadedFamily family = load(job, report);

    TraceRecorder trace(static_cast<bool>(job.trace));
    if (job.kind != Job::Kind::Load) {
        const GenerationRequest& request = job.command.request;
        request.plan.validate(family.schedule.count());
        requireInsight(request.insight, family.facts.vocabulary);
        const LinearPreview* linear = wantsLinear(job) ? &cache_->linearPreview() : nullptr;
        JobContext context{job.id, job.command, family, linear,  *meter_,
                           trace,  report,      sink_,  job.stop};
        runBatches(job, context);
    }
    if (job.trace) job.trace(trace.take());
    report.memory = meter_->snapshot();
    report.totalMs = total.milliseconds();
}

void Engine::validate(const Job& job) {
    if (job.kind == Job::Kind::Load) return;
    const GenerationRequest& request = job.command.request;
    requireWhole(request);
    requireOverlapFits(job.command.compute, request.rng);
    if (job.kind == Job::Kind::Sweep) {
        requireSweep(job.splits, static_cast<int>(request.plan.scales.size()), request.rng);
    }
}

bool Engine::wantsLinear(const Job& job) {
    return job.kind != Job::Kind::Load && job.command.request.previews == PreviewKind::Linear;
}

JobStarted Engine::startOf(const Job& job) {
    const GenerationRequest& request = job.command.request;
    const int count = static_cast<int>(request.labels.size());
    if (job.kind == Job::Kind::Load) return {job.id, 0, 0};
    const int decodes = job.kind == Job::Kind::Sweep ? static_cast<int>(job.splits.size()) : 1;
    return {job.id, count * decodes, (count + request.batch - 1) / request.batch};
}

ModelNeeds Engine::needsOf(const Job& job) {
    const ModelFiles& files = job.command.files;
    const DecodePlan& plan = job.command.request.plan;
    switch (job.kind) {
        case Job::Kind::Load:
            return {!files.drafter.empty(), !files.refiner.empty()};
        case Job::Kind::Generate:
            return {plan.uses(ModelRole::Drafter), plan.uses(ModelRole::Refiner)};
        case Job::Kind::Sweep:
            break;
    }
    const auto [least, most] = std::minmax_element(job.splits.begin(), job.splits.end());
    return {*most > 0, *least < static_cast<int>(plan.scales.size())};
}

LoadedFamily Engine::load(Job& job, JobReport& report) {
    const Stopwatch watch;
    const auto progress = [&](MemoryOwner owner, const std::string& file, double share) {
        sink_(LoadProgress{job.id, owner, file, share});
    };
    const GenerateCommand& command = job.command;
    LoadedFamily family =
        cache_->load(command.files, command.compute, needsOf(job), progress, job.stop.token());
    if (wantsLinear(job)) cache_->linearPreview();  // fitted now, as part of the loading
    meter_->startJob(family.device);
    report.loadMs = watch.milliseconds();
    sink_(ModelsLoaded{job.id, family.facts, family.files, report.loadMs});
    return family;
}

// Draws of the reference stream hang on the batch, so it is left as it is there.
int Engine::batchOf(const Job& job, const JobContext& context) {
    const GenerationRequest& request = context.command.request;
    const int count = static_cast<int>(request.labels.size());
    const int asked = std::min(request.batch, count);
    if (request.rng == RngKind::Published || asked == 1) return request.batch;
    std::int64_t bytes = 0;
    DecodePlan plan = request.plan;
    const bool sweeps = job.kind == Job::Kind::Sweep;
    const bool overlap = context.command.compute.overlapPrefill && !sweeps;
    const std::vector<int> splits = sweeps ? job.splits : std::vector{-1};
    for (const int split : splits) {
        if (split >= 0) plan.assignSplit(split);
        bytes = std::max(bytes, pictureBytes(context.family.models, plan, overlap));
    }
    const auto measured = [&context] {
        return spareBytes(context.family.device) - bytesToBring(context.family.models);
    };
    std::int64_t spare = measured();
    if (fittingBatch(asked, bytes, spare) < asked) {
        cache_->releaseUnused();  // what is kept for other jobs gives way first
        spare = measured();
    }
    const int fits = fittingBatch(asked, bytes, spare);
    if (fits == asked) return request.batch;
    sink_(BatchCut{job.id, asked, fits, (count + fits - 1) / fits, bytes, spare});
    return fits;
}

void Engine::runBatches(const Job& job, JobContext& context) {
    const GenerationRequest& request = context.command.request;
    const int count = static_cast<int>(request.labels.size());
    SweepCosts costs = emptyCosts(job.id, job.splits);
    const int batch = batchOf(job, context);
    for (int first = 0; first < count; first += batch) {
        const BatchSlice slice{context.report.batches, first, std::min(batch, count - first)};
        doing_ = "decoding a batch of " + std::to_string(slice.count) + " pictures";
        if (job.kind == Job::Kind::Sweep) {
            SweepRun(context, slice, costs).run();
        } else {
            context.stop.beginBatch();
            BatchRun(context, slice, request.plan).run();
            context.stop.endBatch();
        }
        ++context.report.batches;
    }
}

}  // namespace duo
