// From the events of a run to what whole batches cost: each split and each size of batch as if it
// had been decoded alone.
#pragma once

#include <optional>
#include <vector>

#include "state/run.h"

namespace duo::ui {

// The mean of the batches of one size at one split.
struct BatchFigures {
    int pictures = 0;      // in the batch
    int split = 0;         // N
    int cachedScales = 0;  // the drafter's cache has room for; of a sweep: its largest N
    std::vector<ScaleFigures> scales;  // memory: of the newest batch
    double handOverMs = 0;
    int times = 1;  // batches that it is the mean of

    double decodeMs() const;
};

class BatchMeter {
  public:
    // Plans that alternate models, and traces, whose logits stay in memory, are not measured.
    explicit BatchMeter(const Run& run);

    void takeScale(const ScaleDone& done, const ScaleFigures& figures);
    void takeHandOver(const HandOver& handOver) { handOverMs_ = handOver.milliseconds; }

    // Whole batches only: what a run that was stopped had begun is left out.
    const std::vector<BatchFigures>& measured() const { return measured_; }

  private:
    void finish(int pictures, int split);

    bool wanted_ = false, sweep_ = false;
    int split_ = 0;                      // of a run that is no sweep
    std::vector<int> splits_;            // of a sweep
    std::vector<ScaleFigures> shared_;   // a sweep's drafter; else all scales
    std::vector<ScaleFigures> refined_;  // of the split at work
    double handOverMs_ = 0;
    std::vector<BatchFigures> measured_;
};

}  // namespace duo::ui
