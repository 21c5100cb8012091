#include "engine/engine.h"

#include <algorithm>

#include "base/error.h"
#include "base/stopwatch.h"
#include "engine/batch_fit.h"
#include "engine/device.h"
#include "engine/edit_source.h"
#include "engine/failure.h"
#include "engine/insight.h"
#include "engine/job.h"
#include "engine/memory_meter.h"
#include "engine/model_cache.h"
#include "engine/prefix_fit.h"
#include "engine/tensor_memory.h"

namespace duo {

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
    return enqueue(std::make_shared<Job>(LoadJob{std::move(command)}));
}

JobId Engine::generate(GenerateCommand command, TraceSink trace) {
    return enqueue(std::make_shared<Job>(GenerateJob{std::move(command), std::move(trace)}));
}

JobId Engine::sweep(SweepCommand command) {
    return enqueue(std::make_shared<Job>(SweepJob{std::move(command), {}}));
}

JobId Engine::enqueue(std::shared_ptr<Job> job) {
    const std::lock_guard lock(mutex_);
    const JobId id = job->id = ++lastId_;
    const int ahead = static_cast<int>(waiting_.size()) + (running_ != nullptr);
    // Under the lock, so that no event of the job can precede this one.
    sink_(JobQueued{id, job->tag(), ahead});
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
        // From here on a cancel is too late: it must not follow the job's last event.
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
        sink_(JobFailed{job.id, job.tag(), failure.kind, std::move(failure.message),
                        std::move(failure.hint)});
    }
}

void Engine::run(Job& job, JobReport& report) {
    const Stopwatch total;
    doing_ = "starting the job";
    job.validate();
    applyThreads(job.compute().threads);
    sink_(job.started());
    doing_ = "loading the models";
    const LoadedFamily family = load(job, report);

    const TraceSink* const traceSink = job.traceSink();
    TraceRecorder trace(traceSink != nullptr);
    if (const GenerationRequest* request = job.request()) {
        request->plan.validate(family.schedule.count());
        requireInsight(request->insight, family.facts.vocabulary);
        requireCodesFit(request->prefix, family);
        std::optional<EditSource> edit;
        if (request->edit.active()) edit.emplace(request->edit, family);
        const LinearPreview* linear =
            job.wantsLinearPreviews() ? &cache_->linearPreview(family.schedule) : nullptr;
        JobContext context{job.id,  *request, job.compute(), family, linear,
                           *meter_, trace,    report,        sink_,  job.stop};
        context.edit = edit ? &*edit : nullptr;
        runBatches(job, context);
    }
    if (traceSink != nullptr) (*traceSink)(trace.take());
    report.memory = meter_->snapshot();
    report.totalMs = total.milliseconds();
}

LoadedFamily Engine::load(Job& job, JobReport& report) {
    const Stopwatch watch;
    const auto progress = [&](MemoryOwner owner, const std::string& file, double share) {
        sink_(LoadProgress{job.id, owner, file, share});
    };
    LoadedFamily family =
        cache_->load(job.files(), job.compute(), job.needs(), progress, job.stop.token());
    // Fitted now, as part of the loading.
    if (job.wantsLinearPreviews()) cache_->linearPreview(family.schedule);
    meter_->startJob(family.device);
    report.loadMs = watch.milliseconds();
    sink_(ModelsLoaded{job.id, family.facts, family.files, report.loadMs});
    return family;
}

// The published random stream depends on the batch size, so its batches are never cut.
int Engine::batchOf(const Job& job, const JobContext& context) {
    const GenerationRequest& request = context.request;
    const int count = static_cast<int>(request.labels.size());
    const int asked = std::min(request.batch, count);
    if (request.rng == RngKind::Published || asked == 1) return request.batch;
    const std::int64_t bytes = job.pictureBytes(context.family);
    const auto measured = [&context] {
        return spareBytes(context.family.device) - bytesToLoad(context.family.models);
    };
    std::int64_t spare = measured();
    if (fittingBatch(asked, bytes, spare) < asked) {
        cache_->releaseUnused();  // spares for other jobs go first
        spare = measured();
    }
    const int fits = fittingBatch(asked, bytes, spare);
    if (fits == asked) return request.batch;
    sink_(BatchCut{job.id, asked, fits, (count + fits - 1) / fits, bytes, spare});
    return fits;
}

void Engine::runBatches(Job& job, JobContext& context) {
    const int count = static_cast<int>(context.request.labels.size());
    const int batch = batchOf(job, context);
    for (int first = 0; first < count; first += batch) {
        const BatchSlice slice{context.report.batches, first, std::min(batch, count - first)};
        doing_ = "decoding a batch of " + std::to_string(slice.count) + " pictures";
        job.decode(context, slice);
        ++context.report.batches;
    }
}

}  // namespace duo
