// The orientation that cameras note in a picture's EXIF data instead of turning the pixels.
#pragma once

#include <cstddef>
#include <span>

#include "io/image.h"

namespace duo::io {

// 1 to 8, as in EXIF and TIFF: 1 is upright, 6 is turned right by 90 degrees to be upright. 1 if
// the bytes hold no valid orientation; damaged EXIF data never spoil a picture.
int jpegOrientation(std::span<const std::byte> file);
int pngOrientation(std::span<const std::byte> file);
int webpOrientation(std::span<const std::byte> file);

// The picture upright.
RgbImage upright(RgbImage image, int orientation);

}  // namespace duo::io
