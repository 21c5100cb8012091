#include "state/run_recorder.h"

#include <algorithm>

#include "state/run_notices.h"
#include "state/run_pictures.h"
#include "state/run_titles.h"

namespace duo::ui {
namespace {

constexpr std::size_t kMaxMemoryPoints = 4000;  // a chart has fewer pixels

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

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
    figures.kept = done.kept;
    return figures;
}

}  // namespace

RunRecorder::RunRecorder(CoreClient& core, const Parts& parts)
    : parts_(parts), progress_(parts.costs) {
    connect(&core, &CoreClient::jobEvent, this, &RunRecorder::take);
    connect(&core, &CoreClient::jobEnded, this, &RunRecorder::end);
}

void RunRecorder::take(Tag tag, const Event& event) {
    const RunPtr run = parts_.queue.run(tag);
    if (!run || (run->live && run->stopping)) return;  // a newer live run is on its way
    std::visit(Overloaded{
                   [&](const JobStarted&) { begin(run); },
                   [&](const ModelsLoaded& loaded) { takeModels(run, loaded); },
                   [&](const BatchCut& cut) { parts_.notices.tell(noticeOfCut(*run, cut)); },
                   [&](const ScaleDone& done) { takeScale(run, done); },
                   [&](const HandOver& handOver) { takeHandOver(*run, handOver); },
                   [&](const PictureDone& done) { takePicture(run, done); },
                   [&](const SweepSplitDone& done) { takeSplit(run, done); },
                   [&](const MemorySample& sample) { takeSample(run, sample); },
                   [](const auto&) {},
               },
               event);
}

void RunRecorder::begin(const RunPtr& run) {
    run->state = RunState::Loading;
    run->begun = QDateTime::currentDateTime();
    progress_.begin();
    meter_.emplace(*run);
    parts_.queue.tellChanged(run);
}

void RunRecorder::takeModels(const RunPtr& run, const ModelsLoaded& loaded) {
    itsModels_ = loaded.models;
    parts_.models.takeLoaded(loaded, run->family, run->compute);
    describeScales(*run, parts_.models);
    run->state = RunState::Running;
    progress_.startWork();
    parts_.queue.tellChanged(run);
}

void RunRecorder::takeScale(const RunPtr& run, const ScaleDone& done) {
    if (done.scale < 0 || done.scale >= static_cast<int>(run->scales.size())) return;
    // A new batch, or a new split of a sweep: what lies behind this scale is not decoded yet.
    for (std::size_t k = done.scale; k < run->scales.size(); ++k) run->scales[k].done = false;
    run->scales[done.scale] = figuresOf(done);
    run->scales[done.scale].memory = withWeightsOf(itsModels_, done.memory);
    if (meter_) meter_->takeScale(done, run->scales[done.scale]);
    takeScalePictures(*run, done);
    addMemoryPoint(*run, done.scale, false, done.memory);
    progress_.takeScale(*run, done.scale, done.pictures);
    if (!done.previews.empty()) parts_.follower.follow(run);
    emit scaleFinished(run, done.scale);
    parts_.queue.tellChanged(run);
}

void RunRecorder::takeHandOver(Run& run, const HandOver& handOver) {
    if (meter_) meter_->takeHandOver(handOver);
    addMemoryPoint(run, handOver.nextScale - 1, true, handOver.memory);
}

void RunRecorder::takePicture(const RunPtr& run, const PictureDone& done) {
    const PicturePtr finished = takeFinishedPicture(*run, done);
    if (!finished) return;
    if (run->remade == finished && finished->scales.empty()) {
        parts_.notices.tell(noticeOfOtherPicture(*finished));
    }
    const bool made = !run->live && !run->comparison && !run->remade;
    if (made && run->kind == RunKind::Generate) {
        parts_.history.add(finished, titleOf(*finished, *run, parts_.models));
    }
    progress_.takePicture(*run);
    parts_.follower.follow(run);
    emit pictureFinished(run, finished);
    parts_.queue.tellChanged(run);
}

bool RunRecorder::canKeep(const Picture& picture) const {
    return !picture.final.isNull() && picture.file.isEmpty() && parts_.queue.runOf(picture);
}

bool RunRecorder::keep(const PicturePtr& picture) {
    if (!picture || !canKeep(*picture)) return false;
    parts_.history.add(picture, titleOf(*picture, *parts_.queue.runOf(*picture), parts_.models));
    return true;
}

void RunRecorder::takeSplit(const RunPtr& run, const SweepSplitDone& done) {
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
    parts_.queue.tellChanged(run);
}

void RunRecorder::takeSample(const RunPtr& run, const MemorySample& sample) {
    // Until its models are there, a sample shows the memory of loading, not the run's own.
    if (run->state != RunState::Running) return;
    addMemoryPoint(*run, -1, false, sample.memory);
    parts_.queue.tellChanged(run);
}

// If there are too many points, every second one goes; hand-overs stay.
void RunRecorder::addMemoryPoint(Run& run, int scale, bool handOver, const MemorySnapshot& memory) {
    run.memory.push_back({progress_.workMs(), scale, handOver, withWeightsOf(itsModels_, memory)});
    if (run.memory.size() < kMaxMemoryPoints) return;
    bool odd = false;
    std::erase_if(run.memory,
                  [&odd](const MemoryPoint& point) { return !point.handOver && (odd = !odd); });
}

// ---- Ends --------------------------------------------------------------------------------------

void RunRecorder::end(Tag tag, const Event& event) {
    const RunPtr run = parts_.queue.run(tag);
    if (!run) return;
    if (const auto* done = std::get_if<JobDone>(&event)) endDone(*run, *done);
    if (const auto* failure = std::get_if<JobFailed>(&event)) endFailed(*run, *failure);
    if (std::holds_alternative<JobCancelled>(event)) run->state = RunState::Cancelled;
    if (meter_) parts_.costs.learn(*run, *meter_);
    meter_.reset();
    run->stopping = false;
    run->secondsLeft = -1;
    parts_.queue.tellEnded(run);
}

void RunRecorder::endDone(Run& run, const JobDone& done) {
    run.state = RunState::Done;
    run.progress = 1;
    run.report = done.report;
    run.report.memory = withWeightsOf(itsModels_, done.report.memory);
    if (run.kind == RunKind::Generate && done.report.pictures > 0) {
        for (const PicturePtr& picture : run.pictures) {
            picture->decodeMs = done.report.decodeMs / done.report.pictures;
        }
        progress_.remember(run);
    }
}

void RunRecorder::endFailed(Run& run, const JobFailed& failure) {
    // Nobody waits for a live run that was replaced: it may end in any way.
    if (run.live && run.stopping) {
        run.state = RunState::Cancelled;
        return;
    }
    run.state = RunState::Failed;
    run.failure = failure;
    parts_.notices.tell(noticeOfFailure(run));
}

}  // namespace duo::ui
