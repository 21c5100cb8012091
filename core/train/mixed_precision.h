// bf16 arithmetic for a training pass on machines that support it; weights and sums stay fp32.
#pragma once

#include <ATen/ATen.h>

namespace duo::train {

enum class TrainingPrecision { Auto, Float32, BFloat16 };

// Auto: bf16 on a GPU and on a CPU with bf16 dot products, otherwise fp32.
bool usesBFloat16(TrainingPrecision precision, at::Device device);

// Autocasts to bf16 during its lifetime, if enabled.
class MixedPrecision {
  public:
    MixedPrecision(bool enabled, at::Device device);
    ~MixedPrecision();
    MixedPrecision(const MixedPrecision&) = delete;
    MixedPrecision& operator=(const MixedPrecision&) = delete;

  private:
    bool enabled_;
    at::DeviceType device_;
};

}  // namespace duo::train
