// A checkpoint's weights as one short name, the same for the same weights in any file format.
#pragma once

#include <string>

#include "checkpoint/geometry.h"

namespace duo {

// XXH3-128 of the mapped tensors (names, types, shapes, bytes; buffers without weights left out),
// as 32 hexadecimal digits.
std::string weightDigest(const CheckpointFile& checkpoint);

}  // namespace duo
