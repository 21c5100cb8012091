// Reader of the safetensors format: 8 bytes of header length, a JSON header, the tensors' bytes.
// The header is read event by event, so nothing is built that the format does not know.
#pragma once

#include "io/mapped_file.h"
#include "io/tensor_entry.h"

namespace duo::io {

// Fills tensors, metadata and format. Error(Checkpoint): truncated, malformed, overlapping or
// missing ranges, a size that does not match dtype and shape, duplicate names, unknown dtypes.
void readSafetensors(const MappedFile& source, TensorFile& into);

}  // namespace duo::io
