// Reads safetensors: 8 bytes of header length, a JSON header, then the tensors' bytes.
// The header is parsed by events, so that only values known to the format are built.
#pragma once

#include "io/mapped_file.h"
#include "io/tensor_entry.h"

namespace duo::io {

// Fills tensors, metadata and format. Error(Checkpoint): truncated, malformed, overlapping or
// missing ranges, a size that does not match dtype and shape, duplicate names, unknown dtypes.
void readSafetensors(const MappedFile& source, TensorFile& into);

}  // namespace duo::io
