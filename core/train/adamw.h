// AdamW over named parameters with global gradient clipping (ATen's fused kernel). Only matrices
// and convolutions get weight decay. Source: Loshchilov and Hutter, arXiv 1711.05101.
#pragma once

#include "train/parameters.h"
#include "train/training_state.h"

namespace duo::train {

struct AdamWOptions {
    double beta1 = 0.9;
    double beta2 = 0.95;
    double epsilon = 1e-8;
    double weightDecay = 0.05;
    double clipNorm = 1.0;  // norm over all gradients; 0: no clipping
};

class AdamW {
  public:
    // parameters: leaves that collect gradients; a step skips those without a gradient.
    AdamW(NamedTensors parameters, AdamWOptions options);

    // The collected gradients, not copies; may be changed before the update.
    std::vector<at::Tensor> gradients() const;
    // One update from the collected gradients, then clears them. Returns the gradient norm before
    // clipping. Error(Numeric): the norm is not finite; the parameters are unchanged.
    double step(double learningRate);

    void save(TrainingState& state, const std::string& prefix) const;
    void restore(const TrainingState& state, const std::string& prefix);

  private:
    struct Group {
        std::vector<at::Tensor> parameters, gradients, means, squares, steps;
    };
    double clip(std::vector<at::Tensor>& gradients) const;

    NamedTensors parameters_;
    AdamWOptions options_;
    std::vector<at::Tensor> means_, squares_, steps_;  // moments; number of updates, [] fp32
};

}  // namespace duo::train
