#include "engine/sweep_run.h"

#include <algorithm>
#include <set>

#include "base/error.h"

namespace duo {
namespace {

std::int64_t latentBytes(const TokenPyramid& pyramid) {
    return static_cast<std::int64_t>(pyramid.latent().nbytes());
}

}  // namespace

void requireSweep(const std::vector<int>& splits, int scaleCount, RngKind rng) {
    if (splits.empty()) throw Error(ErrorKind::Usage, "The sweep lists no split.");
    std::set<int> seen;
    for (const int split : splits) {
        if (split < 0 || split > scaleCount) {
            throw Error(ErrorKind::Usage,
                        "The splits of a sweep must be between 0 (the refiner "
                        "alone) and " +
                            std::to_string(scaleCount) + " (the drafter alone); found " +
                            std::to_string(split) + ".");
        }
        if (!seen.insert(split).second) {
            throw Error(ErrorKind::Usage, "The sweep lists split " + std::to_string(split) +
                                              " twice; each can be decoded once.");
        }
    }
    if (rng == RngKind::Counter) return;
    throw Error(ErrorKind::Usage,
                "A sweep needs counter draws, because its splits share the drafter's scales; found "
                "published draws.",
                "Choose counter draws (--rng counter), or make the splits one by one.");
}

SweepCosts emptyCosts(JobId job, const std::vector<int>& splits) {
    SweepCosts costs;
    for (const int split : splits) {
        costs[split].job = job;
        costs[split].split = split;
    }
    return costs;
}

// Keeps the pyramid of every split while the drafter decodes.
class SweepRun::SnapshotKeeper final : public DecodeObserver {
  public:
    SnapshotKeeper(SweepRun& sweep, DecodeRecorder& recorder)
        : sweep_(sweep), recorder_(recorder) {}
    void scaleDone(const ScaleReport& report, const ScaleLogits& logits,
                   const TokenPyramid& pyramid) override {
        recorder_.scaleDone(report, logits, pyramid);
        sweep_.keep(pyramid, recorder_.cost());
    }
    void handOver(int nextScale, ModelRole from, ModelRole to, std::int64_t freedBytes) override {
        recorder_.handOver(nextScale, from, to, freedBytes);
    }

  private:
    SweepRun& sweep_;
    DecodeRecorder& recorder_;
};

SweepRun::SweepRun(JobContext& context, const BatchSlice& slice, SweepCosts& costs)
    : context_(context), slice_(slice), costs_(costs), schedule_(context.family.schedule) {}

void SweepRun::run() {
    context_.stop.beginBatch();
    draft();
    for (auto& [split, total] : costs_) {
        if (split != largest()) context_.stop.beginBatch();
        finishSplit(split, total);
        context_.stop.endBatch();
    }
}

// Decodes with the drafter up to the largest split. Its session has ended on return.
void SweepRun::draft() {
    const DecodeBatch batch = decodeBatch(context_, slice_, planOf(largest()));
    DecodeRecorder recorder(context_, batch);
    SnapshotKeeper keeper(*this, recorder);
    TokenPyramid start = emptyPyramid(context_.family.models, batch);
    keep(start, {});
    decodeRecorded(context_, batch, std::move(start), largest(), recorder, keeper);
    const bool refines = costs_.rbegin()->first < schedule_.count();
    if (largest() > 0 && refines) handOver(recorder);
}

void SweepRun::keep(const TokenPyramid& pyramid, const DecodeCost& cost) {
    const int split = pyramid.scalesDone();
    if (!costs_.contains(split)) return;
    DecodeCost alone = cost;
    // The drafter's session is made for the largest split. A decode of this split alone would hold
    // a cache in proportion to its own tokens.
    const std::int64_t due =
        cost.cacheBytes * schedule_.offset(split) / schedule_.offset(std::max(largest(), 1));
    alone.peakBytes += due - cost.cacheBytes;
    snapshots_.emplace(split, Snapshot{pyramid, alone});
    context_.snapshotBytes += latentBytes(pyramid);
}

// decodeScales hands over between its own runs only. Here the drafter's session ended with its
// decode, and the refiner begins with the largest split that leaves it a scale.
void SweepRun::handOver(DecodeRecorder& recorder) {
    const auto next = std::find_if(costs_.begin(), costs_.end(), [this](const auto& entry) {
        return entry.first < schedule_.count();
    });
    recorder.handOver(next->first, ModelRole::Drafter, ModelRole::Refiner,
                      recorder.cost().cacheBytes);
    handOverMs_ = recorder.cost().handOverMs;
}

void SweepRun::finishSplit(int split, SweepSplitDone& total) {
    Snapshot snapshot = take(split);
    BatchRun refining(context_, slice_, planOf(split), split);
    refining.finish(std::move(snapshot.pyramid));
    const bool handedOver = split > 0 && split < schedule_.count();
    total.pictures += slice_.count;
    total.decodeMs +=
        snapshot.cost.decodeMs + (handedOver ? handOverMs_ : 0) + refining.cost().decodeMs;
    total.vqvaeMs += refining.vqvaeMs();
    total.peakBytes =
        std::max({total.peakBytes, snapshot.cost.peakBytes, refining.cost().peakBytes});
    const int wanted = static_cast<int>(context_.request.labels.size());
    if (total.pictures == wanted) context_.send(total);
}

SweepRun::Snapshot SweepRun::take(int split) {
    Snapshot snapshot = std::move(snapshots_.at(split));
    snapshots_.erase(split);
    context_.snapshotBytes -= latentBytes(snapshot.pyramid);
    return snapshot;
}

DecodePlan SweepRun::planOf(int split) const {
    DecodePlan plan = context_.request.plan;
    plan.assignSplit(split);
    return plan;
}

}  // namespace duo
