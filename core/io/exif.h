// EXIF data of JPEG, PNG and WebP files. Damaged data never spoil a picture: they read as absent.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace duo::io {

// The TIFF structure inside the file; empty if there is none.
std::span<const std::byte> exifOf(std::span<const std::byte> file);

// 1 to 8, as in EXIF and TIFF: 1 is upright, 6 is turned right by 90 degrees to be upright. 1 if
// exif holds no valid orientation.
int exifOrientation(std::span<const std::byte> exif);

// Other image generators write their settings there. UTF-8; empty if there is none.
std::string exifUserComment(std::span<const std::byte> exif);

}  // namespace duo::io
