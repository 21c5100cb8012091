// PyTorch's two file formats, read in place: the current ZIP archive, and the stream of pickles
// used before version 1.6.
#pragma once

#include <functional>

#include "io/mapped_file.h"
#include "io/pickle_value.h"
#include "io/tensor_entry.h"

namespace duo::io {

// Fill tensors, metadata and format. Error(Checkpoint): truncated, corrupt, hostile, compressed.
void readTorchZip(const MappedFile& source, TensorFile& into);
void readTorchLegacy(const MappedFile& source, TensorFile& into);

// Whether the bytes begin like the old format.
bool isTorchLegacy(std::span<const std::byte> bytes);

// The bytes of a storage, from its first element.
using FindStorage = std::function<std::span<const std::byte>(const PickleStorage& storage)>;

// Flattens a pickle's tree: tensors get names joined by '.'; other leaves become metadata texts.
void flattenPickle(const PickleNode& root, const FindStorage& find, TensorFile& into);

}  // namespace duo::io
