// TIFF through libtiff, from memory.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "io/image.h"

namespace duo::io {

bool isTiff(std::span<const std::byte> bytes);
// The first page; transparency lies on white. bytes: a whole file; path names it in Error(File):
// damaged, of a kind that libtiff cannot turn into RGB, larger than kMaxPixels.
RgbImage decodeTiff(const std::string& path, std::span<const std::byte> bytes);

}  // namespace duo::io
