// The runs of this session: turns what is asked for into runs, sends them to the core, fits waiting
// ones to the models, stops them, and forgets the oldest. Owns the list of runs; RunRecorder fills
// them in. GUI thread only.
#pragma once

#include <QObject>
#include <vector>

#include "bridge/core_client.h"
#include "state/cost_model.h"
#include "state/generation_settings.h"
#include "state/model_library.h"
#include "state/notice_centre.h"
#include "state/run.h"

namespace duo::ui {

class RunQueue : public QObject {
    Q_OBJECT
  public:
    // All of them outlive the queue.
    RunQueue(CoreClient& core, GenerationSettings& settings, ModelLibrary& models,
             const CostModel& costs, NoticeCentre& notices);

    // Newest last; those that wait or are at work are the queue.
    const std::vector<RunPtr>& runs() const { return runs_; }
    RunPtr run(Tag tag) const;  // null where it is unknown or forgotten
    RunPtr current() const;     // at work, else the newest; may be null
    // The run at work first, then those that wait, in the order of the core's queue.
    std::vector<RunPtr> queued() const;
    RunPtr runOf(const Picture& picture) const;  // null if the picture is of no run of the session
    // The finished plain-VAR run that matches this run but for its split; null if there is none.
    RunPtr plainVarOf(const RunPtr& run) const;

    // Ask. Each returns the run that now waits.
    RunPtr generate();
    RunPtr again(const RunPtr& run);
    // Plain VAR of the run's pictures, to be measured beside it.
    RunPtr compareWithPlainVar(const RunPtr& run);
    // The request at each of these splits, in one run: by the family's own pair, or if it is one
    // split alone, by ModelLibrary::filesAt() of it.
    RunPtr sweep(const GenerationRequest& request, const std::vector<int>& splits);
    // As many runs as it takes for every split to be decoded by filesAt() of it.
    std::vector<RunPtr> sweepEachByItsPair(const GenerationRequest& request,
                                           const std::vector<int>& splits);
    // What generate() would ask for now, with the seed as it is. Not queued.
    RunPtr draft() const;
    // Queues a run, at the end or before all that wait.
    RunPtr add(RunPtr run, bool first = false);
    // While a run takes its seed: the settings change, but by nobody's hand.
    bool isTakingSeed() const { return takingSeed_; }

    // Stop, or change the order.
    void stop(StopWhen when);  // the run at work
    void cancel(Tag tag);      // this run, at work or waiting
    void clearWaiting();
    // Before the job that waits ahead of it; false if there is none.
    bool moveUp(Tag tag) { return core_.moveUp(tag); }
    void stopAll();  // the run at work and all that wait

    // For whoever changes a run. After its end, runs that are too old are forgotten.
    void tellChanged(const RunPtr& run) { emit runChanged(run); }
    void tellEnded(const RunPtr& run);

  signals:
    void runAdded(const duo::ui::RunPtr& run);
    void runChanged(const duo::ui::RunPtr& run);  // state, progress or figures
    void runEnded(const duo::ui::RunPtr& run);    // however it ended; before runChanged
    void queueChanged();

  private:
    Tag send(const Run& run, bool first);
    void refit();
    void fit(GenerationRequest& request) const;
    void forgetOldRuns();

    CoreClient& core_;
    GenerationSettings& settings_;
    ModelLibrary& models_;
    const CostModel& costs_;
    NoticeCentre& notices_;
    std::vector<RunPtr> runs_;
    bool takingSeed_ = false;
};

}  // namespace duo::ui

Q_DECLARE_METATYPE(duo::ui::RunPtr)
