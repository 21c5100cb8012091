// Animated WebP, for the pictures of successive scales.
#pragma once

#include <span>
#include <string>

#include "io/image.h"

namespace duo::io {

struct AnimationOptions {
    bool lossless = true;
    float quality = 90;  // 0 to 100, where not lossless
};

// Loops for ever; every frame shows for msPerFrame. Appears whole or not at all. Error(Usage): no
// frames, frames of several sizes or beyond 16383 pixels a side; Error(File): full disk, unwritable
// folder.
void writeAnimation(const std::string& path, std::span<const RgbImage> frames, int msPerFrame,
                    const AnimationOptions& options = {});

}  // namespace duo::io
