// How far the run at work is. Every scale and picture counts as much as it took in the last
// finished run, or as its tokens until one was measured. GUI thread only.
#pragma once

#include <QElapsedTimer>
#include <vector>

#include "state/cost_model.h"
#include "state/run.h"

namespace duo::ui {

class RunProgress {
  public:
    explicit RunProgress(const CostModel& costs) : costs_(costs) {}  // costs outlives this

    void begin();           // a run begins: its models may have to be loaded
    void startWork();       // its models are there
    double workMs() const;  // since startWork()

    // Both set run.progress and run.secondsLeft.
    void takeScale(Run& run, int scale, int pictures);
    void takePicture(Run& run);
    // Takes the weights from the report of a finished run.
    void remember(const Run& run);

  private:
    bool isMeasured(const Run& run) const;
    double scaleWeight(const Run& run, int scale) const;
    double pictureWeight(const Run& run) const;
    double totalWeight(const Run& run) const;
    void advance(Run& run, double weight);

    const CostModel& costs_;
    QElapsedTimer clock_;     // since begin()
    double workStartMs_ = 0;  // on the clock
    double doneWeight_ = 0;
    // Milliseconds a picture at each scale, and last in the VQ-VAE; empty until measured.
    std::vector<double> measured_;
};

}  // namespace duo::ui
