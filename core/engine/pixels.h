// Pictures as tensors to 8-bit pixels.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "protocol/events.h"

namespace duo {

// image: [B, 3, H, W] in [0, 1] -> one Pixels a picture, rounded to the nearest of 256 levels.
// Makes one copy from the device.
std::vector<Pixels> toPixels(const at::Tensor& image_B3HW);

}  // namespace duo
