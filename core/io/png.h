// PNG with texts: pixels through libpng, text chunks placed and read by ourselves.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "io/image.h"

namespace duo::io {

// Keyword (1 to 79 printable ASCII characters) to text (UTF-8 without zero bytes).
using PngTexts = std::map<std::string, std::string>;

// ASCII goes into tEXt chunks, which every reader knows, other text into iTXt; both before the
// pixels.
std::vector<std::byte> encodePng(const RgbImage& image, const PngTexts& texts = {});
// Appears whole or not at all. Error(File): full disk, unwritable folder.
void writePng(const std::string& path, const RgbImage& image, const PngTexts& texts = {});

// tEXt, zTXt and iTXt, without decoding the pixels. Error(File): absent, no PNG, corrupt.
PngTexts readPngTexts(const std::string& path);

// bytes: a whole PNG; path names it in Error(File).
RgbImage decodePng(const std::string& path, std::span<const std::byte> bytes);
bool isPng(std::span<const std::byte> bytes);

}  // namespace duo::io
