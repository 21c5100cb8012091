// What the core tells of its jobs: scales, hand-overs, pictures, ends.
#include <algorithm>

#include "state/studio_private.h"

namespace duo::ui {
namespace {

constexpr std::size_t kMostMemoryPoints = 4000;  // a chart has fewer pixels

ScaleFigures figuresOf(const ScaleDone& done) {
    ScaleFigures figures;
    figures.done = true;
    figures.side = done.side;
    figures.model = done.model;
    figures.tokens = done.tokens;
    figures.ms = done.transformerMs + done.samplingMs + done.pyramidMs;
    figures.transformerMs = done.transformerMs;
    figures.samplingMs = done.samplingMs;
    figures.pyramidMs = done.pyramidMs;
    figures.previewMs = done.previewMs;
    figures.prefill = done.prefill;
    return figures;
}

}  // namespace

void Studio::Private::take(Tag tag, const Event& event) {
    if (const RunPtr run = q.run(tag)) return takeOfRun(run, event);
    const auto load = loads.find(tag);
    const auto* loaded = std::get_if<ModelsLoaded>(&event);
    if (load == loads.end() || loaded == nullptr) return;
    takeLoaded(*loaded, load->second.family, load->second.compute);
}

void Studio::Private::takeOfRun(const RunPtr& run, const Event& event) {
    if (run->live && run->stopping) return;  // a newer one is on its way
    if (std::holds_alternative<JobStarted>(event)) {
        run->state = RunState::Loading;
        run->begun = QDateTime::currentDateTime();
        clock.start();
        doneWeight = 0;
        meter.emplace(*run);
        emit q.runChanged(run);
    } else if (const auto* loaded = std::get_if<ModelsLoaded>(&event)) {
        itsModels = loaded->models;
        takeLoaded(*loaded, run->family, run->compute);
        describeScales(*run);
        run->state = RunState::Running;
        workStartMs = static_cast<double>(clock.elapsed());
        emit q.runChanged(run);
    } else if (const auto* cut = std::get_if<BatchCut>(&event)) {
        tellCut(*run, *cut);
    } else if (const auto* scale = std::get_if<ScaleDone>(&event)) {
        takeScale(run, *scale);
    } else if (const auto* handOver = std::get_if<HandOver>(&event)) {
        takeHandOver(run, *handOver);
    } else if (const auto* picture = std::get_if<PictureDone>(&event)) {
        takePicture(run, *picture);
    } else if (const auto* split = std::get_if<SweepSplitDone>(&event)) {
        takeSplit(run, *split);
    } else if (const auto* sample = std::get_if<MemorySample>(&event)) {
        // Before its models are there a run shows the memory of loading, not its own.
        if (run->state != RunState::Running) return;
        addMemoryPoint(*run, -1, false, sample->memory);
        emit q.runChanged(run);
    }
}

void Studio::Private::takeScale(const RunPtr& run, const ScaleDone& done) {
    if (done.scale < 0 || done.scale >= static_cast<int>(run->scales.size())) return;
    // A new batch, or a new split of a sweep: what lies behind this scale is not decoded yet.
    for (std::size_t k = done.scale; k < run->scales.size(); ++k) run->scales[k].done = false;
    run->scales[done.scale] = figuresOf(done);
    run->scales[done.scale].memory = withWeightsOf(itsModels, done.memory);
    if (meter) meter->takeScale(done, run->scales[done.scale]);
    takeScalePictures(*run, done);
    q.memory_ = done.memory;
    addMemoryPoint(*run, done.scale, false, done.memory);
    advance(*run, scaleWeight(*run, done.scale) * done.pictures);
    if (!done.previews.empty()) follow(run);
    emit q.scaleFinished(run, done.scale);
    emit q.runChanged(run);
}

void Studio::Private::takeHandOver(const RunPtr& run, const HandOver& handOver) {
    if (meter) meter->takeHandOver(handOver);
    addMemoryPoint(*run, handOver.nextScale - 1, true, handOver.memory);
    emit q.handedOver(run, handOver.nextScale);
}

void Studio::Private::takeSplit(const RunPtr& run, const SweepSplitDone& done) {
    for (SplitFigures& figures : run->splitFigures) {
        if (figures.split != done.split) continue;
        figures.done = true;
        figures.decodeMs += done.decodeMs;  // over the batches
        figures.vqvaeMs += done.vqvaeMs;
        figures.peakBytes = std::max(figures.peakBytes, done.peakBytes);
    }
    for (const PicturePtr& picture : run->pictures) {
        if (picture->split != done.split || picture->decodeMs > 0 || picture->final.isNull()) {
            continue;
        }
        picture->decodeMs = done.decodeMs / std::max(done.pictures, 1);
    }
    emit q.runChanged(run);
}

// Hand-overs and scales stay; of the samples between, every second goes when there are too many.
void Studio::Private::addMemoryPoint(Run& run, int scale, bool handOver,
                                     const MemorySnapshot& memory) {
    const double ms = static_cast<double>(clock.elapsed()) - workStartMs;
    run.memory.push_back({ms, scale, handOver, withWeightsOf(itsModels, memory)});
    if (run.memory.size() < kMostMemoryPoints) return;
    bool odd = false;
    std::erase_if(run.memory,
                  [&odd](const MemoryPoint& point) { return !point.handOver && (odd = !odd); });
}

// ---- Ends --------------------------------------------------------------------------------------

void Studio::Private::end(Tag tag, const Event& event) {
    if (loads.erase(tag) > 0) {
        if (const auto* failure = std::get_if<JobFailed>(&event)) failLoad(*failure);
        return;
    }
    const RunPtr run = q.run(tag);
    if (!run) return;
    if (const auto* done = std::get_if<JobDone>(&event)) endDone(run, *done);
    if (const auto* failure = std::get_if<JobFailed>(&event)) endFailed(run, *failure);
    if (std::holds_alternative<JobCancelled>(event)) run->state = RunState::Cancelled;
    learn(*run);
    run->stopping = false;
    run->secondsLeft = -1;
    forgetOldRuns();
    emit q.runChanged(run);
    emit q.queueChanged();
}

void Studio::Private::endDone(const RunPtr& run, const JobDone& done) {
    run->state = RunState::Done;
    run->progress = 1;
    run->report = done.report;
    run->report.memory = withWeightsOf(itsModels, done.report.memory);
    q.memory_ = done.report.memory;
    if (run->kind == RunKind::Generate && done.report.pictures > 0) {
        for (const PicturePtr& picture : run->pictures) {
            picture->decodeMs = done.report.decodeMs / done.report.pictures;
        }
        rememberWeights(*run);
    }
}

void Studio::Private::endFailed(const RunPtr& run, const JobFailed& failure) {
    // A live run that nobody waits for any more may end as it likes.
    if (run->live && run->stopping) {
        run->state = RunState::Cancelled;
        return;
    }
    run->state = RunState::Failed;
    run->failure = failure;
    notify(noticeOf(*run));
}

}  // namespace duo::ui
