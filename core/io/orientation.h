// Turning pictures upright: cameras note an orientation (io/exif.h) instead of turning the pixels.
#pragma once

#include "io/image.h"

namespace duo::io {

// The picture upright. orientation: as exifOrientation.
RgbImage upright(RgbImage image, int orientation);

}  // namespace duo::io
