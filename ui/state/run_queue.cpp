#include "state/run_queue.h"

#include <algorithm>
#include <utility>

#include "state/run_pictures.h"

namespace duo::ui {
namespace {

constexpr std::size_t kMaxLiveRuns = 4;                             // that are kept
constexpr std::int64_t kMaxPictureBytes = std::int64_t{512} << 20;  // of a session's runs

std::int64_t bytesOf(const Run& run) {
    std::int64_t bytes = 0;
    for (const PicturePtr& picture : run.pictures) {
        bytes += picture->final.sizeInBytes();
        for (const QImage& scale : picture->scales) bytes += scale.sizeInBytes();
        for (const TokenInsight& insight : picture->insight) {
            bytes += static_cast<std::int64_t>(
                (insight.probability.size() + insight.topCodes.size()) * 2 * sizeof(float));
        }
    }
    return bytes;
}

}  // namespace

RunQueue::RunQueue(CoreClient& core, GenerationSettings& settings, ModelLibrary& models,
                   const CostModel& costs, NoticeCentre& notices)
    : core_(core), settings_(settings), models_(models), costs_(costs), notices_(notices) {
    connect(&core_, &CoreClient::queueChanged, this, &RunQueue::queueChanged);
    connect(&models_, &ModelLibrary::settingsFitted, this, &RunQueue::refit);
}

// ---- Looking up --------------------------------------------------------------------------------

RunPtr RunQueue::run(Tag tag) const {
    const auto found = std::find_if(runs_.rbegin(), runs_.rend(),
                                    [tag](const RunPtr& run) { return run->tag == tag; });
    return found == runs_.rend() || tag == 0 ? nullptr : *found;
}

RunPtr RunQueue::current() const {
    const auto running = core_.running();
    const RunPtr atWork = running ? run(*running) : nullptr;
    if (atWork || runs_.empty()) return atWork;
    return runs_.back();
}

std::vector<RunPtr> RunQueue::queued() const {
    std::vector<RunPtr> queue;
    std::copy_if(runs_.begin(), runs_.end(), std::back_inserter(queue),
                 [](const RunPtr& run) { return run->isActive(); });
    const std::vector<Tag> waiting = core_.waiting();
    const auto place = [&waiting](const RunPtr& run) {
        if (run->state != RunState::Waiting) return std::ptrdiff_t{-1};
        return std::find(waiting.begin(), waiting.end(), run->tag) - waiting.begin();
    };
    std::stable_sort(queue.begin(), queue.end(),
                     [&](const RunPtr& a, const RunPtr& b) { return place(a) < place(b); });
    return queue;
}

RunPtr RunQueue::runOf(const Picture& picture) const {
    const auto holds = [&picture](const RunPtr& run) {
        return std::any_of(run->pictures.begin(), run->pictures.end(),
                           [&picture](const PicturePtr& p) { return p.get() == &picture; });
    };
    const auto found = std::find_if(runs_.rbegin(), runs_.rend(), holds);
    return found == runs_.rend() ? nullptr : *found;
}

RunPtr RunQueue::plainVarOf(const RunPtr& run) const {
    const auto matches = [&run](const RunPtr& other) {
        return other != run && other->kind == RunKind::Generate && other->state == RunState::Done &&
               other->files == run->family && other->compute == run->compute &&
               other->request.plan.split() == static_cast<int>(other->request.plan.scales.size()) &&
               withoutModels(other->request) == withoutModels(run->request);
    };
    const auto found = std::find_if(runs_.rbegin(), runs_.rend(), matches);
    return found == runs_.rend() ? nullptr : *found;
}

// ---- Asking ------------------------------------------------------------------------------------

RunPtr RunQueue::draft() const {
    auto run = std::make_shared<Run>();
    run->family = settings_.files();
    run->files = models_.filesNow();
    run->compute = settings_.compute();
    run->request = settings_.request(settings_.seed());
    return run;
}

RunPtr RunQueue::generate() {
    takingSeed_ = true;
    const quint64 seed = settings_.takeSeed();
    takingSeed_ = false;
    RunPtr run = draft();
    run->request.seed = seed;
    return add(std::move(run));
}

RunPtr RunQueue::again(const RunPtr& run) {
    auto copy = std::make_shared<Run>();
    copy->kind = run->kind;
    copy->comparison = run->comparison;
    copy->files = run->files;
    copy->family = run->family;
    copy->compute = run->compute;
    copy->request = run->request;
    copy->splits = run->splits;
    copy->remade = run->remade;
    return add(std::move(copy));
}

RunPtr RunQueue::compareWithPlainVar(const RunPtr& run) {
    auto plain = std::make_shared<Run>();
    plain->comparison = true;
    // A drafter tuned for its first scales is not plain VAR.
    plain->files = plain->family = run->family;
    plain->compute = run->compute;
    plain->request = run->request;
    plain->request.plan.assignSplit(static_cast<int>(run->request.plan.scales.size()));
    return add(std::move(plain));
}

RunPtr RunQueue::sweep(const GenerationRequest& request, const std::vector<int>& splits) {
    auto run = std::make_shared<Run>();
    run->kind = RunKind::Sweep;
    run->family = settings_.files();
    run->files = splits.size() == 1 ? models_.filesAt(splits.front()) : run->family;
    run->compute = settings_.compute();
    run->request = request;
    run->request.rng = RngKind::Counter;  // splits share the drafter's scales
    run->splits = splits;
    return add(std::move(run));
}

// Plain splits share the drafter's scales, so they are one run. It comes first, because it has
// plain VAR, which the others are compared to.
std::vector<RunPtr> RunQueue::sweepEachByItsPair(const GenerationRequest& request,
                                                 const std::vector<int>& splits) {
    std::vector<int> plain, own;
    for (const int split : splits) {
        (models_.filesAt(split) == settings_.files() ? plain : own).push_back(split);
    }
    std::vector<RunPtr> runs;
    if (!plain.empty()) runs.push_back(sweep(request, plain));
    for (const int split : own) runs.push_back(sweep(request, {split}));
    return runs;
}

RunPtr RunQueue::add(RunPtr run, bool first) {
    makePictures(*run, models_);
    for (const int split : run->splits) run->splitFigures.push_back({.split = split});
    run->secondsLeft = costs_.predictedSeconds(*run);
    notices_.clear(Notice::Place::Run);
    // The scales of models that were never loaded are not known: refit() follows.
    const bool unknown = models_.hasLoadedAnother(run->family) && run->family == settings_.files();
    if (unknown) models_.load();
    run->tag = send(*run, first && !unknown);
    runs_.push_back(run);
    forgetOldRuns();
    emit runAdded(run);
    emit queueChanged();
    return run;
}

Tag RunQueue::send(const Run& run, bool first) {
    if (run.kind == RunKind::Sweep) {
        return core_.enqueue(SweepCommand{0, run.files, run.compute, run.request, run.splits},
                             first);
    }
    GenerationRequest request = run.request;
    request.prefix = run.takenOver.prefix;
    return core_.enqueue(GenerateCommand{0, run.files, run.compute, request}, first);
}

// ---- Fitting -----------------------------------------------------------------------------------

// Runs may be asked for before the models and their number of scales are known. Those are sent
// again, to the end of the queue, as the models need them.
void RunQueue::refit() {
    for (const RunPtr& run : std::vector(runs_)) {
        if (run->state != RunState::Waiting || run->kind != RunKind::Generate || run->remade) {
            continue;
        }
        const bool nameless = run->files.vqvae.empty();
        const bool ours = nameless || run->family == settings_.files();
        const bool fits =
            static_cast<int>(run->request.plan.scales.size()) == settings_.scaleCount();
        if (!ours || (fits && !nameless)) continue;
        const Tag old = std::exchange(run->tag, 0);  // no run ends with the old job
        core_.stop(old);
        fit(run->request);
        run->takenOver = {};
        run->family = settings_.files();
        run->files = run->comparison ? run->family : models_.filesAt(run->request.plan.split());
        makePictures(*run, models_);
        run->tag = send(*run, false);
        emit runChanged(run);
    }
}

// Keeps the split where it can; "all scales" stays all scales. Drops labels the family lacks.
void RunQueue::fit(GenerationRequest& request) const {
    const int scales = static_cast<int>(request.plan.scales.size());
    const int split = request.plan.split(), now = settings_.scaleCount();
    if (scales != now) {
        request.plan = settings_.plan(split == scales ? now : std::min(split, now));
    }
    if (!models_.loaded()) return;
    const int classes = models_.loaded()->family.classes;
    std::erase_if(request.labels, [classes](int label) { return label >= classes; });
    if (request.labels.empty()) request.labels = settings_.request(0).labels;
}

// ---- Stopping ----------------------------------------------------------------------------------

void RunQueue::cancel(Tag tag) {
    const RunPtr stopped = run(tag);
    if (!stopped || !stopped->isActive()) return;
    if (core_.running() == tag) {
        stopped->stopping = true;
        emit runChanged(stopped);
    }
    core_.stop(tag, StopWhen::Now);
}

void RunQueue::stop(StopWhen when) {
    const auto running = core_.running();
    if (!running) return;
    if (const RunPtr stopped = run(*running)) {
        stopped->stopping = true;
        stopped->secondsLeft = -1;
        emit runChanged(stopped);
    }
    core_.stop(*running, when);
}

void RunQueue::clearWaiting() {
    for (const RunPtr& run : std::vector(runs_)) {
        if (run->state == RunState::Waiting && core_.running() != run->tag) core_.stop(run->tag);
    }
}

void RunQueue::stopAll() {
    clearWaiting();
    stop(StopWhen::Now);
}

// ---- Forgetting --------------------------------------------------------------------------------

void RunQueue::tellEnded(const RunPtr& run) {
    emit runEnded(run);
    forgetOldRuns();
    emit runChanged(run);
    emit queueChanged();
}

// The pictures of a long session would fill the memory: finished runs are dropped, oldest first.
// Shared pointers keep the pictures that a view still shows.
void RunQueue::forgetOldRuns() {
    std::size_t live = 0;
    std::int64_t bytes = 0;
    std::vector<RunPtr> kept;
    for (auto run = runs_.rbegin(); run != runs_.rend(); ++run) {
        bytes += bytesOf(**run);
        const bool surplus = (*run)->live ? ++live > kMaxLiveRuns : bytes > kMaxPictureBytes;
        if ((*run)->isActive() || !surplus) kept.push_back(*run);
    }
    std::reverse(kept.begin(), kept.end());
    runs_ = std::move(kept);
}

}  // namespace duo::ui
