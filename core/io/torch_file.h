// PyTorch's two file formats, read in place: the ZIP archive of today and the stream of pickles
// before version 1.6.
#pragma once

#include <functional>

#include "io/mapped_file.h"
#include "io/pickle_value.h"
#include "io/tensor_entry.h"

namespace duo::io {

// Fill tensors, metadata and format. Error(Checkpoint): truncated, corrupt, hostile, compressed.
void readTorchZip(const MappedFile& source, TensorFile& into);
void readTorchLegacy(const MappedFile& source, TensorFile& into);

// Whether the bytes begin as the old format does.
bool isTorchLegacy(std::span<const std::byte> bytes);

// The bytes of a storage, from its first element on.
using FindStorage = std::function<std::span<const std::byte>(const PickleStorage& storage)>;

// Walks a pickle's tree: tensors under names joined by '.', other leaves as text into the metadata.
void flattenPickle(const PickleNode& root, const FindStorage& find, TensorFile& into);

}  // namespace duo::io
