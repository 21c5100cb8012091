// Turns what the core tells of a job into figures and pictures of its Run: scales, hand-overs,
// memory, finished pictures, ends. Finds runs in the queue; owns only what belongs to the run at
// work. GUI thread only.
#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "bridge/core_client.h"
#include "state/batch_meter.h"
#include "state/cost_model.h"
#include "state/history_store.h"
#include "state/model_library.h"
#include "state/notice_centre.h"
#include "state/run.h"
#include "state/run_progress.h"
#include "state/run_queue.h"
#include "state/selection_follower.h"

namespace duo::ui {

class RunRecorder : public QObject {
    Q_OBJECT
  public:
    // The parts that it tells of what it records. All of them outlive the recorder.
    struct Parts {
        RunQueue& queue;              // runs by tag; told of changes and ends
        ModelLibrary& models;         // told which models a run loaded
        CostModel& costs;             // told what a run took
        HistoryStore& history;        // gets finished pictures
        SelectionFollower& follower;  // told which run has something to show
        NoticeCentre& notices;
    };
    RunRecorder(CoreClient& core, const Parts& parts);

    // Puts a finished picture into the history that did not go there by itself: of live mode, a
    // sweep or a comparison. False if it is unfinished, of another session, or there already.
    bool keep(const PicturePtr& picture);
    bool canKeep(const Picture& picture) const;

  signals:
    // Beside RunQueue::runChanged(), which follows each of them.
    void scaleFinished(const duo::ui::RunPtr& run, int scale);
    void pictureFinished(const duo::ui::RunPtr& run, const duo::ui::PicturePtr& picture);

  private:
    void take(Tag tag, const Event& event);
    void begin(const RunPtr& run);
    void takeModels(const RunPtr& run, const ModelsLoaded& loaded);
    void takeScale(const RunPtr& run, const ScaleDone& done);
    void takeHandOver(Run& run, const HandOver& handOver);
    void takePicture(const RunPtr& run, const PictureDone& done);
    void takeSplit(const RunPtr& run, const SweepSplitDone& done);
    void takeSample(const RunPtr& run, const MemorySample& sample);
    void addMemoryPoint(Run& run, int scale, bool handOver, const MemorySnapshot& memory);
    void end(Tag tag, const Event& event);
    void endDone(Run& run, const JobDone& done);
    void endFailed(Run& run, const JobFailed& failure);

    Parts parts_;
    // For the run at work.
    RunProgress progress_;
    std::vector<ModelFacts> itsModels_;
    std::optional<BatchMeter> meter_;
};

}  // namespace duo::ui
