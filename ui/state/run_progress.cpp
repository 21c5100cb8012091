#include "state/run_progress.h"

#include <algorithm>

namespace duo::ui {
namespace {

// Until something was measured: a scale weighs its tokens plus a fixed cost of one pass, the VQ-VAE
// this share of all scales.
constexpr double kTokensOfAPass = 30;
constexpr double kVqVaeShare = 0.4;

// From here on, elapsed time predicts the rest better than the cost model.
constexpr double kTellingProgress = 0.1;

// A run is finished when the core says so, not when everything is counted.
constexpr double kMaxProgress = 0.999;

}  // namespace

void RunProgress::begin() {
    clock_.start();
    doneWeight_ = 0;
}

void RunProgress::startWork() {
    workStartMs_ = static_cast<double>(clock_.elapsed());
}

double RunProgress::workMs() const {
    return static_cast<double>(clock_.elapsed()) - workStartMs_;
}

void RunProgress::takeScale(Run& run, int scale, int pictures) {
    advance(run, scaleWeight(run, scale) * pictures);
}

void RunProgress::takePicture(Run& run) {
    advance(run, pictureWeight(run));
}

bool RunProgress::isMeasured(const Run& run) const {
    return measured_.size() == run.request.plan.scales.size() + 1;
}

double RunProgress::scaleWeight(const Run& run, int scale) const {
    if (isMeasured(run)) return measured_[scale];
    const double side = scale < static_cast<int>(run.scales.size()) ? run.scales[scale].side : 1;
    return side * side + kTokensOfAPass;
}

double RunProgress::pictureWeight(const Run& run) const {
    const std::size_t scales = run.request.plan.scales.size();
    if (isMeasured(run)) return measured_[scales];
    double sum = 0;
    for (std::size_t k = 0; k < scales; ++k) sum += scaleWeight(run, static_cast<int>(k));
    return sum * kVqVaeShare;
}

double RunProgress::totalWeight(const Run& run) const {
    const int scales = static_cast<int>(run.request.plan.scales.size());
    double picture = 0;
    if (run.kind == RunKind::Sweep) {
        const auto last = std::max_element(run.splits.begin(), run.splits.end());
        const int shared = last == run.splits.end() ? 0 : *last;
        for (int k = 0; k < shared; ++k) picture += scaleWeight(run, k);
        for (const int split : run.splits) {
            for (int k = split; k < scales; ++k) picture += scaleWeight(run, k);
            picture += pictureWeight(run);
        }
    } else {
        for (int k = 0; k < scales; ++k) picture += scaleWeight(run, k);
        picture += pictureWeight(run);
    }
    return picture * static_cast<double>(run.request.labels.size());
}

void RunProgress::advance(Run& run, double weight) {
    doneWeight_ += weight;
    const double total = totalWeight(run);
    run.progress = total > 0 ? std::min(doneWeight_ / total, kMaxProgress) : 0;
    const double seconds = workMs() / 1000;
    if (run.stopping) {
        run.secondsLeft = -1;
    } else if (run.progress >= kTellingProgress) {
        run.secondsLeft = seconds * (1 - run.progress) / run.progress;
    } else if (const double predicted = costs_.predictedSeconds(run); predicted >= 0) {
        run.secondsLeft = std::max(predicted - seconds, 0.0);
    }
}

void RunProgress::remember(const Run& run) {
    const JobReport& report = run.report;
    if (report.scales.size() != run.request.plan.scales.size()) return;
    measured_.clear();
    for (const ScaleTotals& scale : report.scales) {
        const double ms = scale.transformerMs + scale.samplingMs + scale.pyramidMs;
        measured_.push_back(std::max(ms, 1e-3) / report.pictures);
    }
    measured_.push_back(report.vqvaeMs / report.pictures);
}

}  // namespace duo::ui
