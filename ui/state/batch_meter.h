// Computes the cost of whole batches from a run's events: for each split and batch size, as if it
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
    int cachedScales = 0;  // scales the drafter's cache is sized for; in a sweep: its largest N
    std::vector<ScaleFigures> scales;  // memory: of the newest batch
    double handOverMs = 0;
    int times = 1;  // number of batches in the mean

    double decodeMs() const;
};

class BatchMeter {
  public:
    // Does not measure plans that alternate models, runs that take scales over, nor traces, whose
    // logits stay in memory.
    explicit BatchMeter(const Run& run);

    void takeScale(const ScaleDone& done, const ScaleFigures& figures);
    void takeHandOver(const HandOver& handOver) { handOverMs_ = handOver.milliseconds; }

    // Whole batches only: an unfinished batch of a stopped run is left out.
    const std::vector<BatchFigures>& measured() const { return measured_; }

  private:
    void finish(int pictures, int split);

    bool wanted_ = false, sweep_ = false;
    int split_ = 0;                      // if the run is no sweep
    std::vector<int> splits_;            // of a sweep
    std::vector<ScaleFigures> shared_;   // the scales of a sweep's drafter; else all scales
    std::vector<ScaleFigures> refined_;  // of the split at work
    double handOverMs_ = 0;
    std::vector<BatchFigures> measured_;
};

}  // namespace duo::ui
