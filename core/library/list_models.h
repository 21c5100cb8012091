// Lists the models of a folder from the directories of their files. Torch-free.
#pragma once

#include <string>
#include <vector>

#include "protocol/commands.h"
#include "protocol/events.h"

namespace duo {

// The weight files of a folder, sorted by name: .safetensors, .pth, .pt and .bin files, and indices
// of shards in place of their shards. Does not enter subfolders. Error(File) if the folder is
// absent or cannot be read.
std::vector<std::string> weightFiles(const std::string& folder);

// Every weight file of the folder that holds a model, sorted by name. A
// training checkpoint with both kinds of model is listed once for each. Does not read weights.
// Error(File) if the folder is absent, cannot be read, or holds no model.
ModelsListed listModels(const ListModelsCommand& command);

}  // namespace duo
