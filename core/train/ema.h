// The exponential moving average of the weights, which is what gets exported.
#pragma once

#include "train/parameters.h"
#include "train/training_state.h"

namespace duo::train {

class Ema {
  public:
    // The average starts as a copy of the parameters.
    Ema(NamedTensors parameters, double decay);

    // average <- d * average + (1 - d) * parameters with d = min(decay, (1 + n) / (10 + n)) at the
    // n-th update, so that the initial weights fade quickly.
    void update();
    const NamedTensors& average() const { return average_; }

    void save(TrainingState& state, const std::string& prefix) const;
    void restore(const TrainingState& state, const std::string& prefix);

  private:
    NamedTensors parameters_, average_;
    double decay_;
    std::int64_t updates_ = 0;
};

}  // namespace duo::train
