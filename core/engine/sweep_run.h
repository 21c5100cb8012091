// One batch of a sweep: the drafter decodes its scales once, then the refiner finishes every split
// from a snapshot. Worker thread.
#pragma once

#include <map>
#include <vector>

#include "engine/batch_run.h"

namespace duo {

// Error(Usage) unless there are splits, each within 0 … scaleCount and none twice, and counter
// draws, which the splits can share.
void requireSweep(const std::vector<int>& splits, int scaleCount, RngKind rng);

// Results by split, summed over the batches of a job. Largest split first: the order they run in.
using SweepCosts = std::map<int, SweepSplitDone, std::greater<>>;
SweepCosts emptyCosts(JobId job, const std::vector<int>& splits);

class SweepRun {
  public:
    // costs: one entry a split. This batch is added to it.
    SweepRun(JobContext& context, const BatchSlice& slice, SweepCosts& costs);

    // Sends ScaleDone and HandOver of the drafter, then for every split ScaleDone of the refiner, a
    // PictureDone a picture and, after the last batch, SweepSplitDone. Errors as BatchRun::run.
    void run();

  private:
    // The drafter's pyramid at a split, and what a decode of this split alone would have cost so
    // far.
    struct Snapshot {
        TokenPyramid pyramid;
        DecodeCost cost;
    };
    class SnapshotKeeper;
    void draft();
    void keep(const TokenPyramid& pyramid, const DecodeCost& cost);
    void handOver(DecodeRecorder& recorder);
    void finishSplit(int split, SweepSplitDone& total);
    Snapshot take(int split);
    int largest() const { return costs_.begin()->first; }
    DecodePlan planOf(int split) const;

    JobContext& context_;
    BatchSlice slice_;
    SweepCosts& costs_;
    ScaleSchedule schedule_;
    std::map<int, Snapshot> snapshots_;  // by split
    double handOverMs_ = 0;
};

}  // namespace duo
