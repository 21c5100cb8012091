// PNG with texts: libpng codes the pixels; the text chunks are written and read here.
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

// Puts ASCII texts into tEXt chunks, which every reader knows, and others into iTXt; both before
// the pixels.
std::vector<std::byte> encodePng(const RgbImage& image, const PngTexts& texts = {});
// Atomic. Error(File): full disk, unwritable folder.
void writePng(const std::string& path, const RgbImage& image, const PngTexts& texts = {});

// Reads tEXt, zTXt and iTXt without decoding the pixels. Error(File): missing, not a PNG, corrupt.
PngTexts readPngTexts(const std::string& path);
// The same for a picture of unknown origin: a text that cannot be read is left out, as are those
// behind the point where the file breaks off. Empty where the file is no PNG or cannot be opened.
PngTexts readablePngTexts(const std::string& path);

// bytes: a whole PNG; path names it in Error(File).
RgbImage decodePng(const std::string& path, std::span<const std::byte> bytes);
bool isPng(std::span<const std::byte> bytes);

}  // namespace duo::io
