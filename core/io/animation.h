// Animated WebP, for the pictures of successive scales.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/image.h"

namespace duo::io {

struct AnimationOptions {
    bool lossless = true;
    float quality = 90;  // 0 to 100, where not lossless
};

// The bytes of a file that loops for ever and shows every frame for msPerFrame. Error(Usage): no
// frames, frames of several sizes or beyond 16383 pixels a side.
std::vector<std::uint8_t> packAnimation(std::span<const RgbImage> frames, int msPerFrame,
                                        const AnimationOptions& options = {});

// The same as a file that appears whole or not at all. Error(File): full disk, unwritable folder.
void writeAnimation(const std::string& path, std::span<const RgbImage> frames, int msPerFrame,
                    const AnimationOptions& options = {});

}  // namespace duo::io
