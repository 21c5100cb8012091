// One batch of a sweep: the drafter's scales once, then every split from where the drafter was.
// Worker thread.
#pragma once

#include <map>
#include <vector>

#include "engine/batch_run.h"

namespace duo {

// Error(Usage) unless there are splits, each within 0 … scaleCount and none twice, and draws that
// they can share.
void requireSweep(const std::vector<int>& splits, int scaleCount, RngKind rng);

// By split, summed over the batches of a job; largest split first, the order in which they run.
using SweepCosts = std::map<int, SweepSplitDone, std::greater<>>;
SweepCosts emptyCosts(JobId job, const std::vector<int>& splits);

class SweepRun {
  public:
    // costs: one entry a split, to which this batch is added.
    SweepRun(JobContext& context, const BatchSlice& slice, SweepCosts& costs);

    // Sends ScaleDone and HandOver of the drafter, then for every split ScaleDone of the refiner, a
    // PictureDone a picture and, after the last batch, SweepSplitDone. Errors as BatchRun::run.
    void run();

  private:
    // Where the drafter was at a split, and what it would have cost to come there alone.
    struct Snapshot {
        TokenPyramid pyramid;
        BatchCost cost;
    };
    void draft();
    void keep(const TokenPyramid& pyramid, const BatchCost& cost);
    void handOver(BatchRun& drafting);
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
