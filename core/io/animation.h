// Animated WebP of the pictures after successive scales.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/image.h"

namespace duo::io {

struct AnimationOptions {
    bool lossless = true;
    float quality = 90;  // 0 to 100; used if lossless is false
};

// The bytes of a WebP that loops forever and shows each frame for msPerFrame. Error(Usage): no
// frames, frames of different sizes, or a side over 16383 pixels.
std::vector<std::uint8_t> packAnimation(std::span<const RgbImage> frames, int msPerFrame,
                                        const AnimationOptions& options = {});

// Writes the same bytes atomically. Error(File): full disk, unwritable folder.
void writeAnimation(const std::string& path, std::span<const RgbImage> frames, int msPerFrame,
                    const AnimationOptions& options = {});

}  // namespace duo::io
