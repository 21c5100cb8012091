// Weights in several files: Hugging Face's index of shards (NAME.safetensors.index.json), and
// PyTorch's distributed checkpoints, which are refused with the way to convert them.
#pragma once

#include <string>
#include <vector>

#include "io/tensor_entry.h"

namespace duo::io {

// Opens all shards that the index names as one file.
// Error(Checkpoint): the index is no index; a shard is missing, lies in another folder, or does not
// hold the tensors and bytes that the index states.
TensorFile openShards(const std::string& index);

// The files that an index names, sorted, each once. Error(Checkpoint): not an index.
std::vector<std::string> shardsOf(const std::string& index);

// The index of the folder's shards, safetensors before others. Error(File) if there is none or more
// than one; Error(Checkpoint) if the folder is a distributed checkpoint.
std::string indexIn(const std::string& folder);
inline constexpr const char* kIndexSuffix = ".index.json";

// Error(Checkpoint) if the path is a file of a distributed checkpoint (.distcp, .metadata).
void refuseDistributed(const std::string& path);

}  // namespace duo::io
