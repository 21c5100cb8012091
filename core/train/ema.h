// The exponential moving average of the weights: what is shipped.
#pragma once

#include "train/parameters.h"
#include "train/training_state.h"

namespace duo::train {

class Ema {
  public:
    // The average starts as a copy of the parameters.
    Ema(NamedTensors parameters, double decay);

    // average <- d * average + (1 - d) * parameters, d = min(decay, (1 + n) / (10 + n)) at the n-th
    // update, so that the first weights are soon forgotten.
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
