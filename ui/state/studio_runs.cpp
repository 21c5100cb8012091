// Runs on their way in: what is asked for, the queue, live mode.
#include <QLocale>
#include <algorithm>

#include "state/studio_private.h"

namespace duo::ui {
namespace {

constexpr std::size_t kMostLiveRuns = 4;                             // that are kept
constexpr std::int64_t kMostPictureBytes = std::int64_t{512} << 20;  // of a session's runs

bool active(const Run& run) {
    return run.state == RunState::Waiting || run.state == RunState::Loading ||
           run.state == RunState::Running;
}

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

// Equal where both decode the same pictures but for the models of their scales.
GenerationRequest withoutModels(GenerationRequest request) {
    for (ScalePlan& scale : request.plan.scales) scale.model = ModelRole::Drafter;
    request.previews = PreviewKind::None;
    request.insight = 0;
    request.wantTrace = false;
    return request;
}

}  // namespace

// ---- Asking ------------------------------------------------------------------------------------

RunPtr Studio::generate() {
    d->takingSeed = true;
    const quint64 seed = settings_.takeSeed();
    d->takingSeed = false;
    RunPtr run = d->generateRun();
    run->request.seed = seed;
    return d->add(std::move(run));
}

RunPtr Studio::again(const RunPtr& run) {
    auto copy = std::make_shared<Run>();
    copy->kind = run->kind;
    copy->comparison = run->comparison;
    copy->files = run->files;
    copy->family = run->family;
    copy->compute = run->compute;
    copy->request = run->request;
    copy->splits = run->splits;
    return d->add(std::move(copy));
}

RunPtr Studio::compareWithPlainVar(const RunPtr& run) {
    auto plain = std::make_shared<Run>();
    plain->comparison = true;
    // Weights tuned for the drafter's first scales are no plain VAR.
    plain->files = plain->family = run->family;
    plain->compute = run->compute;
    plain->request = run->request;
    plain->request.plan.assignSplit(static_cast<int>(run->request.plan.scales.size()));
    return d->add(std::move(plain));
}

RunPtr Studio::sweep(const GenerationRequest& request, const std::vector<int>& splits) {
    auto run = std::make_shared<Run>();
    run->kind = RunKind::Sweep;
    run->family = settings_.files();
    run->files = splits.size() == 1 ? filesAt(splits.front()) : run->family;
    run->compute = settings_.compute();
    run->request = request;
    run->request.rng = RngKind::Counter;  // splits share the drafter's scales
    run->splits = splits;
    return d->add(std::move(run));
}

RunPtr Studio::Private::generateRun() const {
    auto run = std::make_shared<Run>();
    run->family = q.settings_.files();
    run->files = q.filesNow();
    run->compute = q.settings_.compute();
    run->request = q.settings_.request(q.settings_.seed());
    return run;
}

RunPtr Studio::Private::add(RunPtr run, bool first) {
    if (!run->live) userChose = false;
    makePictures(*run);
    for (const int split : run->splits) run->splitFigures.push_back({.split = split});
    run->secondsLeft = predictedSeconds(*run);
    emit q.noticeOver(Notice::Place::Run);
    // The scales of models that were never loaded are not known: refit() follows.
    const bool unknown =
        loadedFamily && run->family != *loadedFamily && run->family == q.settings_.files();
    if (unknown) load();
    run->tag = send(*run, first && !unknown);
    q.runs_.push_back(run);
    forgetOldRuns();
    emit q.runAdded(run);
    emit q.queueChanged();
    return run;
}

Tag Studio::Private::send(const Run& run, bool first) {
    if (run.kind == RunKind::Sweep) {
        return q.core_.enqueue(SweepCommand{0, run.files, run.compute, run.request, run.splits},
                               first);
    }
    return q.core_.enqueue(GenerateCommand{0, run.files, run.compute, run.request}, first);
}

// Runs may be asked for before it is known which models there are, and of how many scales: those
// go to the end of the queue as they should have been.
void Studio::Private::refit() {
    const GenerationSettings& settings = q.settings_;
    for (const RunPtr& run : std::vector(q.runs_)) {
        if (run->state != RunState::Waiting || run->kind != RunKind::Generate) continue;
        const bool nameless = run->files.vqvae.empty();
        const bool ours = nameless || run->family == settings.files();
        const bool fits =
            static_cast<int>(run->request.plan.scales.size()) == settings.scaleCount();
        if (!ours || (fits && !nameless)) continue;
        const Tag old = std::exchange(run->tag, 0);  // its end is nobody's
        q.core_.stop(old);
        fit(run->request);
        run->family = settings.files();
        run->files = run->comparison ? run->family : q.filesAt(run->request.plan.split());
        makePictures(*run);
        run->tag = send(*run, false);
        emit q.runChanged(run);
    }
}

// The same share of the scales stays the drafter's; classes that the family lacks go.
void Studio::Private::fit(GenerationRequest& request) const {
    const int scales = static_cast<int>(request.plan.scales.size());
    const int split = request.plan.split(), now = q.settings_.scaleCount();
    if (scales != now)
        request.plan = q.settings_.plan(split == scales ? now : std::min(split, now));
    if (!q.loaded_) return;
    const int classes = q.loaded_->family.classes;
    std::erase_if(request.labels, [classes](int label) { return label >= classes; });
    if (request.labels.empty()) request.labels = q.settings_.request(0).labels;
}

QString Studio::titleOf(const Run& run) const {
    std::vector<int> labels = run.request.labels;
    std::sort(labels.begin(), labels.end());
    const auto kinds = std::unique(labels.begin(), labels.end()) - labels.begin();
    QString subject = labels.empty() ? tr("nothing") : className(run.request.labels[0]);
    if (kinds > 1) subject += " " + tr("and %n more", nullptr, static_cast<int>(kinds - 1));
    if (run.kind == RunKind::Sweep && !run.specialised()) {
        return tr("%1, %2, seed %3", "class, n splits")
            .arg(subject, tr("%n split(s)", nullptr, static_cast<int>(run.splits.size())),
                 QString::number(run.request.seed));
    }
    Picture picture;
    picture.split = run.kind == RunKind::Sweep ? run.splits.front() : run.request.plan.split();
    picture.labelName = subject;
    return d->titleOf(picture, run);
}

QString Studio::Private::titleOf(const Picture& picture, const Run& run) const {
    const QString name =
        picture.labelName.isEmpty() ? q.className(picture.label) : picture.labelName;
    const QString split = picture.split < 0   ? Studio::tr("models by turns", "in place of N = 8")
                          : run.specialised() ? Studio::tr("N = %1 by its pair").arg(picture.split)
                                              : Studio::tr("N = %1").arg(picture.split);
    return Studio::tr("%1, %2, seed %3", "class, split")
        .arg(name, split, QString::number(run.request.seed));
}

RunPtr Studio::plainVarOf(const RunPtr& run) const {
    const auto matches = [&run](const RunPtr& other) {
        return other != run && other->kind == RunKind::Generate && other->state == RunState::Done &&
               other->files == run->family && other->compute == run->compute &&
               other->request.plan.split() == static_cast<int>(other->request.plan.scales.size()) &&
               withoutModels(other->request) == withoutModels(run->request);
    };
    const auto found = std::find_if(runs_.rbegin(), runs_.rend(), matches);
    return found == runs_.rend() ? nullptr : *found;
}

// ---- Stopping ----------------------------------------------------------------------------------

void Studio::cancel(Tag tag) {
    const RunPtr stopped = run(tag);
    if (!stopped || !active(*stopped)) return;
    const bool atWork = core_.running() == tag;
    if (atWork) {
        stopped->stopping = true;
        emit runChanged(stopped);
    }
    core_.stop(tag, StopWhen::Now);
}

void Studio::stop(StopWhen when) {
    const auto running = core_.running();
    if (!running) return;
    if (const RunPtr stopped = run(*running)) {
        stopped->stopping = true;
        stopped->secondsLeft = -1;
        emit runChanged(stopped);
    }
    core_.stop(*running, when);
}

void Studio::clearQueue() {
    for (const RunPtr& run : std::vector(runs_)) {
        if (run->state == RunState::Waiting && core_.running() != run->tag) core_.stop(run->tag);
    }
}

void Studio::stopAll() {
    clearQueue();
    stop(StopWhen::Now);
}

// ---- Live mode ---------------------------------------------------------------------------------

void Studio::setLive(bool live) {
    if (live_ == live) return;
    live_ = live;
    d->liveTimer.stop();
    d->lastLive = nullptr;
    if (live) {
        d->userChose = false;
        d->liveTimer.start();
    } else {
        d->dropLive();
    }
    emit liveChanged(live);
}

void Studio::Private::startLive() {
    RunPtr run = generateRun();
    run->live = true;
    // A setting that changes no picture, as what becomes of the seed, drops nothing.
    const bool same = lastLive && lastLive->request == run->request &&
                      lastLive->files == run->files && lastLive->compute == run->compute &&
                      lastLive->state != RunState::Failed;
    if (same) return;
    dropLive();
    lastLive = nullptr;
    if (run->request.labels.empty()) return;
    userChose = false;
    lastLive = add(std::move(run), true);
}

void Studio::Private::dropLive() {
    for (const RunPtr& run : std::vector(q.runs_)) {
        if (run->live && active(*run) && !run->stopping) q.cancel(run->tag);
    }
}

// ---- Memory ------------------------------------------------------------------------------------

// Pictures of a long session would fill the memory: runs that are over go, oldest first. What the
// window looks at stays alive by its shared pointer.
void Studio::Private::forgetOldRuns() {
    std::size_t live = 0;
    std::int64_t bytes = 0;
    std::vector<RunPtr> kept;
    for (auto run = q.runs_.rbegin(); run != q.runs_.rend(); ++run) {
        bytes += bytesOf(**run);
        const bool surplus = (*run)->live ? ++live > kMostLiveRuns : bytes > kMostPictureBytes;
        if (active(**run) || !surplus) kept.push_back(*run);
    }
    std::reverse(kept.begin(), kept.end());
    q.runs_ = std::move(kept);
}

}  // namespace duo::ui
