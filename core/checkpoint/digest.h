// A short digest of a checkpoint's weights, the same for the same weights in any file format.
#pragma once

#include <string>

#include "checkpoint/geometry.h"

namespace duo {

// XXH3-128 of the mapped tensors (names, types, shapes, bytes; buffers without weights excluded),
// as 32 hexadecimal digits.
std::string weightDigest(const CheckpointFile& checkpoint);

}  // namespace duo
