// JPEG at a reduced scale through libjpeg, whose decoder can leave out the high frequencies.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "io/image.h"

namespace duo::io {

// The picture at 1/2, 1/4 or 1/8 of its size, the smallest of these whose short side has at least
// `edge` pixels. bytes: a whole file. Nothing if no such scale is left, or if the file is
// damaged, larger than kMaxPixels or CMYK: the decoder of whole pictures then decides.
std::optional<RgbImage> decodeJpegReduced(std::span<const std::byte> bytes, int edge);

}  // namespace duo::io
