#include "state/batch_meter.h"

#include <algorithm>

namespace duo::ui {
namespace {

void addToMean(double& mean, double value, int times) {
    mean += (value - mean) / times;
}

void addToMean(ScaleFigures& mean, const ScaleFigures& newest, int times) {
    const ScaleFigures before = mean;
    mean = newest;
    mean.ms = before.ms;
    addToMean(mean.ms, newest.ms, times);
}

bool whole(const std::vector<ScaleFigures>& scales) {
    return std::ranges::all_of(scales, [](const ScaleFigures& figures) { return figures.done; });
}

}  // namespace

double BatchFigures::decodeMs() const {
    double ms = handOverMs;
    for (const ScaleFigures& scale : scales) ms += scale.ms;
    return ms;
}

BatchMeter::BatchMeter(const Run& run)
    : sweep_(run.kind == RunKind::Sweep),
      split_(run.request.plan.split()),
      splits_(run.splits),
      shared_(run.request.plan.scales.size()),
      refined_(run.request.plan.scales.size()) {
    wanted_ = !run.request.wantTrace && run.takenOver.prefix.scales == 0 && !shared_.empty() &&
              (sweep_ ? !splits_.empty() : split_ >= 0);
}

void BatchMeter::takeScale(const ScaleDone& done, const ScaleFigures& figures) {
    const int count = static_cast<int>(shared_.size());
    if (!wanted_ || done.scale < 0 || done.scale >= count) return;
    const auto at = static_cast<std::size_t>(done.scale);
    const bool refining = done.sweepSplit >= 0;
    std::vector<ScaleFigures>& scales = refining ? refined_ : shared_;
    if (done.scale == 0 && !refining) handOverMs_ = 0;
    for (std::size_t k = at; k < scales.size(); ++k) scales[k].done = false;
    scales[at] = figures;
    if (done.scale + 1 < count) return;
    const bool plainOfSweep = sweep_ && !refining;
    finish(done.pictures, refining ? done.sweepSplit : plainOfSweep ? count : split_);
}

void BatchMeter::finish(int pictures, int split) {
    const auto own = static_cast<std::ptrdiff_t>(split);
    const int count = static_cast<int>(shared_.size());
    BatchFigures batch{pictures, split, split, shared_,
                       split > 0 && split < count ? handOverMs_ : 0};
    if (sweep_) {
        std::copy(refined_.begin() + own, refined_.end(), batch.scales.begin() + own);
        batch.cachedScales = *std::ranges::max_element(splits_);
    }
    if (!whole(batch.scales)) return;
    const auto like = std::ranges::find_if(measured_, [&](const BatchFigures& other) {
        return other.pictures == pictures && other.split == split;
    });
    if (like == measured_.end()) {
        measured_.push_back(std::move(batch));
        return;
    }
    ++like->times;
    for (std::size_t k = 0; k < batch.scales.size(); ++k) {
        addToMean(like->scales[k], batch.scales[k], like->times);
    }
    addToMean(like->handOverMs, batch.handOverMs, like->times);
}

}  // namespace duo::ui
